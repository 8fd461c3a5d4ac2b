/// Facts about the package `reject`.
@NullMarked
package io.weft.controller.reject;

import org.jspecify.annotations.NullMarked;

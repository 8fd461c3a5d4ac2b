/// Facts about the package `api`.
@NullMarked
package io.weft.controller.api;

import org.jspecify.annotations.NullMarked;

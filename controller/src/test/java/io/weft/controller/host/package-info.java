/// Facts about the package `host`.
@NullMarked
package io.weft.controller.host;

import org.jspecify.annotations.NullMarked;

/// Facts about the package `trace`.
@NullMarked
package io.weft.controller.trace;

import org.jspecify.annotations.NullMarked;

/// Facts about the package `connections`.
@NullMarked
package io.weft.controller.connections;

import org.jspecify.annotations.NullMarked;

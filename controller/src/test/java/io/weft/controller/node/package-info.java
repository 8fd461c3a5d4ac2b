/// Facts about the package `node`.
@NullMarked
package io.weft.controller.node;

import org.jspecify.annotations.NullMarked;

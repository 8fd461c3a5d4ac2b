/// Facts about the package `cluster`.
@NullMarked
package io.weft.controller.cluster;

import org.jspecify.annotations.NullMarked;

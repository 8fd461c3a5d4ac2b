/// Facts about the package `flows`.
@NullMarked
package io.weft.controller.flows;

import org.jspecify.annotations.NullMarked;

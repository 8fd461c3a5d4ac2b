/// Facts about the package `configuration`.
@NullMarked
package io.weft.controller.configuration;

import org.jspecify.annotations.NullMarked;

/// Facts about the package `policies`.
@NullMarked
package io.weft.controller.policies;

import org.jspecify.annotations.NullMarked;

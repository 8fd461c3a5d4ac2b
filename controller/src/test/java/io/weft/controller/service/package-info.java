/// Facts about what Services ask of the host.
@NullMarked
package io.weft.controller.service;

import org.jspecify.annotations.NullMarked;

/// Facts about the package `attachments`.
@NullMarked
package io.weft.controller.attachments;

import org.jspecify.annotations.NullMarked;

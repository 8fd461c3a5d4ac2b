@NullMarked
package io.weft.kubernetes.directory;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.weft.cni.command;

import org.jspecify.annotations.NullMarked;

/// Facts about the agent as a whole.
@NullMarked
package io.weft.controller;

import org.jspecify.annotations.NullMarked;

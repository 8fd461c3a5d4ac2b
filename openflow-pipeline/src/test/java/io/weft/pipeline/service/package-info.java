@NullMarked
package io.weft.pipeline.service;

import org.jspecify.annotations.NullMarked;

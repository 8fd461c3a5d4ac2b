/// Facts about tracked connections: reading them, and judging them anew.
@NullMarked
package io.weft.pipeline.connection;

import org.jspecify.annotations.NullMarked;

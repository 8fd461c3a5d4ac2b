/// Facts about whole clusters.
@org.jspecify.annotations.NullMarked
package io.weft.pipeline.model;

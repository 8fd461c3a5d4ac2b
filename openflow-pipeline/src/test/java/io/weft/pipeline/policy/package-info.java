/// Facts about policies as numbers.
@org.jspecify.annotations.NullMarked
package io.weft.pipeline.policy;

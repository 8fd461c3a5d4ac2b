/// Measurements, run by hand: each class has a `main` that prints what it measured.
@org.jspecify.annotations.NullMarked
package io.weft.pipeline.bench;

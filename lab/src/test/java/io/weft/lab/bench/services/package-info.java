@NullMarked
package io.weft.lab.bench.services;

import org.jspecify.annotations.NullMarked;

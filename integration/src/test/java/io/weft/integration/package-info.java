/// End-to-end tests: real Open vSwitch, real agents, real CNI calls, in labs.
///
/// Tests that only look at a healthy cluster share one lab ([io.weft.integration.SharedLab]); those
/// that break something bring one of their own.
@NullMarked
package io.weft.integration;

import org.jspecify.annotations.NullMarked;

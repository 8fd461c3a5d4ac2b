/// What the pipeline is told about its node: facts, local Pods, other nodes.
///
/// Pure values, made by the controller from OVSDB, netlink and cluster objects; the stages read them.
@NullMarked
package io.weft.pipeline.node;

import org.jspecify.annotations.NullMarked;

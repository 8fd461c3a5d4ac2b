package io.weft.openflow.message;

/// A message put into an open bundle; the two share one transaction id.
///
/// @param bundleId the bundle
/// @param flags those with which it was opened
/// @param content a [Modification]; Open vSwitch takes flows, groups and packet-outs, no meters
public record BundleAdd(int bundleId, int flags, Message content) implements Message {}

package io.weft.openflow.message;

import io.weft.openflow.Change;

/// A change to flows, groups or meters, as a message.
public record Modification(Change change) implements Message {}

package io.weft.openflow.client;

import io.weft.openflow.Change;
import io.weft.openflow.message.BundleAdd;
import io.weft.openflow.message.BundleControl;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Modification;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.message.PacketOut;
import java.util.concurrent.atomic.AtomicLong;

/// Counts messages as they pass; written on the connection's context, read from anywhere.
final class Counters {

  private final AtomicLong flowMods = new AtomicLong();
  private final AtomicLong groupMods = new AtomicLong();
  private final AtomicLong meterMods = new AtomicLong();
  private final AtomicLong packetOuts = new AtomicLong();
  private final AtomicLong ctFlushes = new AtomicLong();
  private final AtomicLong bundles = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong packetIns = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();

  void sent(Message message) {
    sent.incrementAndGet();
    switch (message) {
      case BundleAdd(_, _, Modification(Change change)) -> sent(change);
      case Modification(Change change) -> sent(change);
      case PacketOut _ -> packetOuts.incrementAndGet();
      case CtFlush _, Message.CtFlushZone _ -> ctFlushes.incrementAndGet();
      case BundleControl control when control.step() == BundleControl.Step.OPEN_REQUEST ->
          bundles.incrementAndGet();
      default -> {
        // Counted in the sum only.
      }
    }
  }

  private void sent(Change change) {
    AtomicLong counter =
        switch (change) {
          case Change.OfFlows _ -> flowMods;
          case Change.OfGroups _ -> groupMods;
          case Change.OfMeters _ -> meterMods;
        };
    counter.incrementAndGet();
  }

  /// A message that is not looked into.
  void received() {
    received.incrementAndGet();
  }

  void received(Message message) {
    received();
    if (message instanceof PacketIn) {
      packetIns.incrementAndGet();
    } else if (message instanceof OpenFlowError) {
      errors.incrementAndGet();
    }
  }

  MessageCounts snapshot() {
    return new MessageCounts(
        flowMods.get(),
        groupMods.get(),
        meterMods.get(),
        packetOuts.get(),
        ctFlushes.get(),
        bundles.get(),
        sent.get(),
        received.get(),
        packetIns.get(),
        errors.get());
  }
}

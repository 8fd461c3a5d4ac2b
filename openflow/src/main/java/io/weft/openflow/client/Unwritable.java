package io.weft.openflow.client;

import io.weft.net.Bytes;
import io.weft.openflow.Change;
import io.weft.openflow.message.BundleAdd;
import io.weft.openflow.message.BundleControl;
import io.weft.openflow.message.Modification;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.wire.Frame;
import io.weft.openflow.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Changes that cannot be written as messages, most often because they are longer than 65,535
/// bytes. They count as refused with `BAD_REQUEST/BAD_LEN`, as the bridge would say.
final class Unwritable {

  private static final int BAD_REQUEST = 1;
  private static final int BAD_LEN = 6;

  private Unwritable() {}

  /// Those among the changes, the first of which has the given index.
  static List<Refusal> in(List<Change> changes, int from) {
    List<Refusal> refusals = new ArrayList<>();
    WireWriter out = new WireWriter(4096);
    for (int i = 0; i < changes.size(); i++) {
      out.clear();
      try {
        Frame.write(
            0, new BundleAdd(0, BundleControl.ATOMIC, new Modification(changes.get(i))), out);
      } catch (RuntimeException e) {
        refusals.add(new Refusal(from + i, changes.get(i), error(e)));
      }
    }
    return refusals;
  }

  private static OpenFlowError error(RuntimeException cause) {
    byte[] text =
        Objects.requireNonNullElse(cause.getMessage(), cause.toString())
            .getBytes(StandardCharsets.UTF_8);
    return new OpenFlowError(BAD_REQUEST, BAD_LEN, 0, Bytes.of(text));
  }
}

package io.weft.openflow.wire;

import io.weft.openflow.Flow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Flows that a bridge should hold, compared with those that it lists (OpenFlow 1.5.1 §7.3.5.2).
///
/// What the bridge lists in the bytes that we would write is what we expect, and needs no value of
/// its own. Counters are no part of that. Open vSwitch lists a flow in one form whatever it was
/// sent, and ours is that form; so of an unchanged bridge nothing is left over. What is listed in
/// another form is left over on both sides, to be compared as values: a form that we do not foresee
/// costs time, never exactness.
///
/// Takes the answer frame by frame ([#add]), then tells ([#result]). Not safe for use by several
/// threads.
public final class FlowComparison {

  private static final int HEADERS = 16; // of the message and of its multipart body
  private static final int SHORTEST = 24; // what stands before the match
  private static final int LENGTH = 4; // of the description, at its beginning, with padding

  private final EncodedFlows expected;
  private final BitSet found;
  private final List<Flow> unexpected = new ArrayList<>();
  private int count;

  /// What a bridge lists and what was expected do not have in common.
  ///
  /// @param count how many flows the bridge lists
  /// @param unexpected those of them that are not expected like that
  /// @param missing those expected that the bridge does not list like that
  public record Result(int count, List<Flow> unexpected, List<Flow> missing) {
    public Result {
      unexpected = List.copyOf(unexpected);
      missing = List.copyOf(missing);
    }
  }

  /// @param expected no two with the same key
  public FlowComparison(Iterable<Flow> expected) {
    this.expected = new EncodedFlows(expected);
    this.found = new BitSet(this.expected.size());
  }

  /// Whether the frame is an answer, or a part of one, that lists flows.
  public static boolean isPart(byte[] frame) {
    return frame.length >= HEADERS && MessageCodec.listsFlows(WireReader.of(frame));
  }

  /// Takes a part of the answer; answers whether more parts follow.
  ///
  /// @throws MalformedMessageException if it lists flows in no form that can be one
  public boolean add(byte[] frame) {
    WireReader in = WireReader.of(frame);
    in.skip(Frame.HEADER_LENGTH);
    final boolean more = MultipartCodec.more(in);
    in.skip(HEADERS - Frame.HEADER_LENGTH);
    while (in.hasMore()) {
      compare(frame, in);
    }
    return more;
  }

  private void compare(byte[] frame, WireReader in) {
    int start = in.offset();
    WireReader description = in.structure(0, SHORTEST);
    WireReader whole = description.lookAhead(description.remaining());
    description.skip(SHORTEST);
    description.skipStructure8(2);
    int counters = description.offset();
    description.skipStructure8(2);
    count++;
    int number = expected.find(frame, start + LENGTH, counters, description.offset(), in.offset());
    if (number == EncodedFlows.NONE) {
      unexpected.add(FlowCodec.readDescription(whole).flow());
    } else {
      found.set(number);
    }
  }

  /// What is left over on either side, once the last part was taken.
  public Result result() {
    List<Flow> missing = new ArrayList<>();
    for (int i = found.nextClearBit(0); i < expected.size(); i = found.nextClearBit(i + 1)) {
      missing.add(expected.flow(i));
    }
    return new Result(count, unexpected, missing);
  }
}

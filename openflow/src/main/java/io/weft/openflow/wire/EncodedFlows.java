package io.weft.openflow.wire;

import io.weft.openflow.Flow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Flows as the bytes in which a bridge lists them, counters left out; found by these bytes.
///
/// Small, for there are many: a flow costs its bytes and some 20 more.
final class EncodedFlows {

  /// The number of no flow.
  static final int NONE = -1;

  private static final int BLOCK = 1 << 15;
  private static final int FNV_OFFSET = 0x811c_9dc5;
  private static final int FNV_PRIME = 0x0100_0193;

  private final List<Flow> flows = new ArrayList<>();
  private final List<byte[]> blocks = new ArrayList<>();
  private int[] places = new int[1024]; // by number of the flow: number of the block, offset in it
  private int[] lengths = new int[1024];
  private int[] hashes = new int[1024];
  private final int[] numbers; // by hash, with open addressing

  /// @param flows no two with the same key
  EncodedFlows(Iterable<Flow> flows) {
    WireWriter block = new WireWriter(2 * BLOCK);
    for (Flow flow : flows) {
      if (block.size() >= BLOCK) {
        blocks.add(block.toArray());
        block.clear();
      }
      add(flow, block);
    }
    blocks.add(block.toArray());
    numbers = new int[Math.max(8, Integer.highestOneBit(this.flows.size()) << 2)];
    Arrays.fill(numbers, NONE);
    for (int i = 0; i < this.flows.size(); i++) {
      int slot = slot(hashes[i]);
      while (numbers[slot] != NONE) {
        slot = next(slot);
      }
      numbers[slot] = i;
    }
  }

  private void add(Flow flow, WireWriter block) {
    int number = flows.size();
    if (number == places.length) {
      places = Arrays.copyOf(places, 2 * number);
      lengths = Arrays.copyOf(lengths, 2 * number);
      hashes = Arrays.copyOf(hashes, 2 * number);
    }
    int start = block.size();
    try {
      FlowCodec.writeHead(flow, block);
      InstructionCodec.write(flow.actions(), block);
    } catch (IllegalArgumentException e) {
      block.truncate(start); // Too long for any bridge to hold it: no bytes will find it.
    }
    flows.add(flow);
    places[number] = blocks.size() << 16 | start;
    lengths[number] = block.size() - start;
    hashes[number] = hash(FNV_OFFSET, block.array(), start, block.size());
  }

  /// FNV-1a of the bytes from `from` to `to`, going on from the hash of those before them.
  private static int hash(int before, byte[] bytes, int from, int to) {
    int hash = before;
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i]) * FNV_PRIME;
    }
    return hash;
  }

  private int slot(int hash) {
    return (hash ^ hash >>> 16) & numbers.length - 1;
  }

  private int next(int slot) {
    return slot + 1 & numbers.length - 1;
  }

  int size() {
    return flows.size();
  }

  /// The flow of this number, from 0 on in the order in which they were given.
  Flow flow(int number) {
    return flows.get(number);
  }

  /// The number of the flow whose bytes are those from `head` to `gap`, and from `rest` to `end`;
  /// [#NONE] if there is none.
  int find(byte[] bytes, int head, int gap, int rest, int end) {
    int hash = hash(hash(FNV_OFFSET, bytes, head, gap), bytes, rest, end);
    for (int slot = slot(hash); numbers[slot] != NONE; slot = next(slot)) {
      int number = numbers[slot];
      if (hashes[number] == hash && lengths[number] == gap - head + end - rest) {
        byte[] block = blocks.get(places[number] >>> 16);
        int start = places[number] & 0xffff;
        int middle = start + gap - head;
        if (Arrays.equals(block, start, middle, bytes, head, gap)
            && Arrays.equals(block, middle, start + lengths[number], bytes, rest, end)) {
          return number;
        }
      }
    }
    return NONE;
  }
}

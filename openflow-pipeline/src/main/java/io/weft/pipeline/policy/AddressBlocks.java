package io.weft.pipeline.policy;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.policy.IpBlock;
import java.util.ArrayList;
import java.util.List;

/// A block without its exceptions, as blocks.
final class AddressBlocks {

  private AddressBlocks() {}

  /// The fewest blocks that hold every address of the block that is in none of its exceptions;
  /// sorted.
  static List<IpPrefix> of(IpBlock block) {
    List<IpPrefix> blocks = new ArrayList<>();
    collect(block.cidr(), List.copyOf(block.except()), blocks);
    return blocks;
  }

  private static void collect(IpPrefix block, List<IpPrefix> exceptions, List<IpPrefix> to) {
    if (exceptions.isEmpty()) {
      to.add(block);
    } else if (exceptions.stream().noneMatch(exception -> exception.contains(block))) {
      for (IpPrefix half : halves(block)) {
        collect(half, exceptions.stream().filter(half::overlaps).toList(), to);
      }
    }
  }

  private static List<IpPrefix> halves(IpPrefix block) {
    int length = block.length() + 1;
    IpPrefix low = new IpPrefix(block.network(), length);
    IpAddress next = low.last().plus(1);
    return List.of(low, new IpPrefix(next, length));
  }
}

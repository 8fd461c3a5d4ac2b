package io.weft.lab.bench.counters;

import io.weft.lab.node.Ovs;
import io.weft.net.IpFamily;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the userspace datapath of a switch has counted, all its threads together, and what its
/// process has used.
///
/// @param packets packets received from ports
/// @param recirculations how often one of them was looked up again
/// @param upcalls lookups that no megaflow answered, whether the upcall succeeded or not
/// @param processor the process's time
public record SwitchCounts(
    long packets, long recirculations, long upcalls, ProcessorTime processor) {

  private static final Pattern COUNTER =
      Pattern.compile(
          "^ +(packets received|packet recirculations|miss with success upcall|miss with failed"
              + " upcall): (\\d+)$",
          Pattern.MULTILINE);

  /// The counts so far.
  public static SwitchCounts of(Ovs ovs) {
    return parse(ovs.appctl("dpif-netdev/pmd-stats-show").run(), ProcessorTime.of(ovs.switchPid()));
  }

  /// Reads what `dpif-netdev/pmd-stats-show` prints.
  ///
  /// @throws IllegalArgumentException if no counter is in it: the datapath is not in user space
  static SwitchCounts parse(String text, ProcessorTime processor) {
    long packets = 0;
    long recirculations = 0;
    long upcalls = 0;
    Matcher counter = COUNTER.matcher(text);
    boolean any = false;
    while (counter.find()) {
      any = true;
      long value = Long.parseLong(counter.group(2));
      switch (counter.group(1)) {
        case "packets received" -> packets += value;
        case "packet recirculations" -> recirculations += value;
        default -> upcalls += value;
      }
    }
    if (!any) {
      throw new IllegalArgumentException("no counters of a userspace datapath in: " + text);
    }
    return new SwitchCounts(packets, recirculations, upcalls, processor);
  }

  /// What was counted since `before`.
  public SwitchCounts since(SwitchCounts before) {
    return new SwitchCounts(
        packets - before.packets,
        recirculations - before.recirculations,
        upcalls - before.upcalls,
        processor.since(before.processor));
  }

  /// How often a packet went through the datapath, on average: 1 without recirculation.
  public double passes() {
    return (double) (packets + recirculations) / packets;
  }

  /// The megaflows of one family that the datapath has now; ARP and others are not counted.
  public static long megaflows(Ovs ovs, IpFamily family) {
    String packets = family == IpFamily.IPV4 ? "eth_type(0x0800)" : "eth_type(0x86dd)";
    return ovs.appctl("dpctl/dump-flows")
        .run()
        .lines()
        .filter(line -> line.contains(packets))
        .count();
  }
}

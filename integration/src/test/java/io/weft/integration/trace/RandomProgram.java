package io.weft.integration.trace;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.Bucket;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.Group;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Action.Conjunction;
import io.weft.openflow.action.Action.CopyField;
import io.weft.openflow.action.Action.DecTtl;
import io.weft.openflow.action.Action.GotoTable;
import io.weft.openflow.action.Action.Output;
import io.weft.openflow.action.Action.Resubmit;
import io.weft.openflow.action.Action.SetField;
import io.weft.openflow.action.Action.ToGroup;
import io.weft.openflow.action.Ct;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Flows, groups and packets made of few values, so that they meet often. No two flows of a table
/// have the same priority, conjunctive clauses apart, so that a priority names the flow.
final class RandomProgram {

  static final int TABLES = 6;

  private final SplittableRandom random;
  final List<Flow> flows = new ArrayList<>();
  final List<Group> groups = new ArrayList<>();

  RandomProgram(long seed) {
    random = new SplittableRandom(seed);
    for (int id = 1; id <= 3; id++) {
      groups.add(group(id));
    }
    for (int table = 0; table < TABLES; table++) {
      flows.add(flow(table, 1, Match.any()));
      for (int priority = 2; priority < 12; priority++) {
        flows.add(flow(table, priority, match()));
      }
      conjunction(table, 20 + random.nextInt(5));
    }
    Set<Flow.Key> keys = new HashSet<>();
    flows.removeIf(flow -> !keys.add(flow.key()));
  }

  /// A packet as a match with exact values.
  Match packet() {
    Match packet = Match.any().with(Field.IN_PORT, 1 + random.nextInt(4));
    IpFamily family = random.nextInt(3) == 0 ? IpFamily.IPV6 : IpFamily.IPV4;
    packet = packet.and(Match.ip(family)).with(Field.IP_TTL, random.nextInt(8) == 0 ? 1 : 64);
    packet =
        packet.with(source(family), address(family)).with(destination(family), address(family));
    return switch (random.nextInt(3)) {
      case 0 ->
          packet.with(Field.IP_PROTO, 6).with(Field.TCP_SRC, port()).with(Field.TCP_DST, port());
      case 1 ->
          packet.with(Field.IP_PROTO, 17).with(Field.UDP_SRC, port()).with(Field.UDP_DST, port());
      default ->
          packet
              .with(Field.IP_PROTO, 132)
              .with(Field.SCTP_SRC, port())
              .with(Field.SCTP_DST, port());
    };
  }

  private static Field source(IpFamily family) {
    return family == IpFamily.IPV4 ? Field.IPV4_SRC : Field.IPV6_SRC;
  }

  private static Field destination(IpFamily family) {
    return family == IpFamily.IPV4 ? Field.IPV4_DST : Field.IPV6_DST;
  }

  private IpAddress address(IpFamily family) {
    String base = family == IpFamily.IPV4 ? "10.0.0.0" : "fd00::";
    return IpAddress.parse(base).plus(random.nextInt(4));
  }

  private int port() {
    return 80 + random.nextInt(3);
  }

  private Field register() {
    return Field.reg(random.nextInt(3));
  }

  private Match match() {
    Match match = Match.any();
    if (random.nextBoolean()) {
      match = match.with(BitRange.of(register(), 0, 1), random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      match = match.with(Field.IN_PORT, 1 + random.nextInt(4));
    }
    if (random.nextInt(4) == 0) {
      match = match.withFlags(Field.CT_STATE, random.nextBoolean() ? "+trk+new" : "-trk");
    }
    return random.nextInt(3) == 0 ? match : ip(match);
  }

  private Match ip(Match start) {
    IpFamily family = random.nextInt(3) == 0 ? IpFamily.IPV6 : IpFamily.IPV4;
    Match match = start.and(Match.ip(family));
    if (random.nextBoolean()) {
      int bits = family.bits() - random.nextInt(2);
      match = match.with(source(family), new IpPrefix(address(family), bits));
    }
    if (random.nextBoolean()) {
      match = match.with(destination(family), address(family));
    }
    return switch (random.nextInt(4)) {
      case 0 -> match.with(Field.IP_PROTO, 6).with(Field.TCP_DST, port());
      case 1 -> match.with(Field.IP_PROTO, 17).masked(Field.UDP_DST, 80, 0xfffe);
      default -> match;
    };
  }

  private Flow flow(int table, int priority, Match match) {
    List<Action> actions = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      actions.add(action(table, match));
    }
    if (table < TABLES - 1 && random.nextInt(4) > 0) {
      actions.add(new GotoTable(table + 1 + random.nextInt(TABLES - 1 - table)));
    }
    return new Flow(table, priority, 0, match, actions, FlowOptions.NONE);
  }

  private Action action(int table, Match match) {
    boolean ip = match.has(Field.ETH_TYPE, 0x0800);
    return switch (random.nextInt(9)) {
      case 0 ->
          Output.to(random.nextInt(5) == 0 ? OfPort.IN_PORT : new OfPort(1 + random.nextInt(4)));
      case 1, 2 -> SetField.of(BitRange.of(register(), 0, 1), random.nextInt(3));
      case 3 -> new CopyField(BitRange.of(register(), 0, 7), BitRange.of(register(), 4, 11));
      case 4 -> ip ? new DecTtl() : SetField.of(register(), random.nextInt(4));
      case 5 -> table < TABLES - 1 ? Resubmit.toTable(table + 1) : Output.to(2);
      case 6 -> ip && table < TABLES - 1 ? Ct.lookup(5).withTable(table + 1) : Output.to(3);
      case 7 -> ip ? SetField.of(Field.IPV4_DST, address(IpFamily.IPV4)) : Output.to(1);
      default -> table < TABLES - 1 ? new ToGroup(1 + random.nextInt(3)) : Output.to(4);
    };
  }

  private Group group(int id) {
    List<Bucket> buckets = new ArrayList<>();
    for (int bucket = 0; bucket < 1 + random.nextInt(2); bucket++) {
      Action end =
          random.nextBoolean() ? Resubmit.toTable(TABLES - 1) : Output.to(1 + random.nextInt(4));
      buckets.add(Bucket.of(bucket, 0, SetField.of(register(), random.nextInt(3)), end));
    }
    return new Group(id, Group.Type.ALL, Group.Selection.DEFAULT, buckets);
  }

  private void conjunction(int table, int priority) {
    long id = 100L + table;
    for (int i = 0; i < 2; i++) {
      flows.add(
          Flow.of(
              table,
              priority,
              0,
              Match.ipv4().with(Field.IPV4_SRC, address(IpFamily.IPV4)),
              new Conjunction(id, 1, 2)));
      flows.add(
          Flow.of(
              table,
              priority,
              0,
              Match.tcp(IpFamily.IPV4).with(Field.TCP_DST, port()),
              new Conjunction(id, 2, 2)));
    }
    Match both = Match.ipv4().with(Field.CONJ_ID, Bits.of(id));
    flows.add(flow(table, 30, both));
  }
}

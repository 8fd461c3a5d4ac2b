package io.weft.openflow;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Controller;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Learn;
import io.weft.openflow.action.Nat;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Random flows, groups and meters that Open vSwitch accepts, by seed.
///
/// Groups 1 to 4, meters 1 to 4 and port 1 are taken to exist.
public final class RandomValues {

  private final SplittableRandom random;
  private boolean tracked;

  public RandomValues(long seed) {
    this.random = new SplittableRandom(seed);
  }

  private boolean often() {
    return random.nextInt(3) > 0;
  }

  private boolean seldom() {
    return random.nextInt(4) == 0;
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }

  /// A flow of this priority, in a table from 0 to 100.
  public Flow flow(int priority) {
    IpFamily family = often() ? IpFamily.IPV4 : IpFamily.IPV6;
    boolean ip = often();
    int table = below(100);
    Match match = pipeline(Match.any());
    tracked = seldom();
    match = tracked ? match.withFlags(Field.CT_STATE, "+trk+est-inv") : match;
    match = ip ? packet(match, family) : seldom() ? arp(match) : match;
    List<Action> actions = new ArrayList<>();
    if (below(16) == 0) {
      actions.add(new Action.Conjunction(random.nextLong(1L << 32), 1, 2));
      actions.add(new Action.Conjunction(below(1000), 1 + below(64), 64));
    } else {
      if (seldom()) {
        actions.add(new Action.Meter(1 + below(4)));
      }
      for (int i = below(6); i > 0; i--) {
        actions.add(action(ip, family));
      }
      instructions(table, actions);
    }
    return new Flow(table, priority, random.nextLong(), match, actions, options());
  }

  private void instructions(int table, List<Action> actions) {
    if (seldom()) {
      actions.add(new Action.ClearActions());
    }
    if (seldom()) {
      actions.add(new Action.WriteActions(List.of(Action.Output.to(1))));
    }
    if (seldom()) {
      actions.add(new Action.WriteMetadata(random.nextLong(), random.nextLong() | 1));
    }
    if (seldom()) {
      actions.add(new Action.GotoTable(table + 1 + below(100)));
    }
  }

  private FlowOptions options() {
    return often()
        ? FlowOptions.NONE
        : new FlowOptions(
            often() ? 0 : 1000 + below(60000),
            often() ? 0 : 1000 + below(60000),
            below(65536),
            seldom(),
            false,
            false,
            seldom(),
            seldom());
  }

  private Match pipeline(Match start) {
    Match match = start;
    for (int i = below(4); i > 0; i--) {
      Field register = Field.reg(below(16));
      match =
          match.field(register).isPresent()
              ? match
              : match.masked(register, Integer.toUnsignedLong(random.nextInt()), mask(32));
    }
    match = seldom() ? match.with(Field.IN_PORT, often() ? new OfPort(1) : OfPort.LOCAL) : match;
    match = seldom() ? match.masked(Field.METADATA, random.nextLong(), mask(64)) : match;
    match = seldom() ? match.with(Field.TUN_ID, random.nextLong()) : match;
    match = seldom() ? match.masked(Field.CT_MARK, below(1 << 30), mask(32)) : match;
    match = seldom() ? match.masked(Field.CT_LABEL, wide(), wide().or(Bits.ONE)) : match;
    match = seldom() ? match.with(Field.CT_ZONE, below(65536)) : match;
    match = seldom() ? match.with(Field.PKT_MARK, below(65536)) : match;
    match = seldom() ? match.with(Field.CONJ_ID, below(65536)) : match;
    match = seldom() ? match.with(Field.TUN_SRC, address(IpFamily.IPV4)) : match;
    match = seldom() ? match.with(Field.ETH_SRC, mac()) : match;
    match = seldom() ? match.with(Field.ETH_DST, mac()) : match;
    return seldom() ? match.untagged() : match;
  }

  private long mask(int bits) {
    return often() ? -1L >>> (64 - bits) : (random.nextLong() | 1) & -1L >>> (64 - bits);
  }

  private Bits wide() {
    return new Bits(random.nextLong(), random.nextLong());
  }

  private Match arp(Match start) {
    Match match = start.with(Field.ETH_TYPE, 0x806);
    match = often() ? match.with(Field.ARP_OP, 1 + below(2)) : match;
    match = often() ? match.with(Field.ARP_SPA, prefix(IpFamily.IPV4)) : match;
    match = often() ? match.with(Field.ARP_TPA, address(IpFamily.IPV4)) : match;
    return often() ? match.with(Field.ARP_SHA, mac()) : match;
  }

  private Match packet(Match start, IpFamily family) {
    boolean four = family == IpFamily.IPV4;
    Match match = start.with(Field.ETH_TYPE, four ? 0x800 : 0x86dd);
    match = often() ? match.with(four ? Field.IPV4_SRC : Field.IPV6_SRC, prefix(family)) : match;
    match = often() ? match.with(four ? Field.IPV4_DST : Field.IPV6_DST, address(family)) : match;
    match = seldom() ? match.with(Field.IP_TTL, below(256)) : match;
    match = seldom() ? match.with(Field.IP_DSCP, below(64)) : match;
    match = seldom() ? match.with(Field.IP_ECN, below(4)) : match;
    match = seldom() ? match.masked(Field.IP_FRAG, 1, 1) : match;
    return switch (below(6)) {
      case 0 -> tcp(match);
      case 1 -> match.with(Field.IP_PROTO, 17).with(Field.UDP_DST, below(65536));
      case 2 -> match.with(Field.IP_PROTO, 132).masked(Field.SCTP_SRC, 0x100, 0xff00);
      case 3 -> icmp(match, four);
      case 4 -> match.with(Field.IP_PROTO, below(100) + 133);
      default -> match;
    };
  }

  private Match tcp(Match start) {
    Match match = start.with(Field.IP_PROTO, 6).masked(Field.TCP_DST, below(65536), mask(16));
    return seldom() ? match.masked(Field.TCP_FLAGS, 2, 0x12) : match;
  }

  private Match icmp(Match start, boolean four) {
    if (four) {
      return start
          .with(Field.IP_PROTO, 1)
          .with(Field.ICMP4_TYPE, below(256))
          .with(Field.ICMP4_CODE, below(256));
    }
    Match match = start.with(Field.IP_PROTO, 58).with(Field.ICMP6_TYPE, 135);
    match = match.with(Field.ICMP6_CODE, 0);
    return often()
        ? match.with(Field.ND_TARGET, address(IpFamily.IPV6)).with(Field.ND_SLL, mac())
        : match;
  }

  private Action action(boolean ip, IpFamily family) {
    return switch (below(ip ? 18 : 12)) {
      case 0 -> Action.Output.to(often() ? new OfPort(1) : OfPort.IN_PORT);
      case 1 -> new Action.Output(OfPort.CONTROLLER, below(65536));
      case 2 ->
          new Action.OutputField(new BitRange(often() ? Field.REG3 : Field.ETH_DST, below(16), 16));
      case 3 -> setField();
      case 4 -> copyField();
      case 5 -> resubmit();
      case 6 -> new Action.ToGroup(1 + below(4));
      case 7 -> new Action.Clone(List.of(setField(), Action.Output.to(1)));
      case 8 -> new Action.CheckPktLarger(below(65536), new BitRange(Field.REG4, below(32), 1));
      case 9 -> new Action.Note(bytes(6 + 8 * below(3)));
      case 10 -> controller();
      case 11 -> learn();
      case 12 -> new Action.DecTtl();
      case 13 -> new Action.CtClear();
      case 14, 15 -> ct(family);
      case 16 ->
          family == IpFamily.IPV4
              ? Action.SetField.of(Field.IPV4_DST, address(family))
              : Action.SetField.of(Field.IPV6_SRC, address(family));
      default -> Action.SetField.of(Field.IP_TTL, below(256));
    };
  }

  private Action setField() {
    return switch (below(5)) {
      case 0 -> Action.SetField.of(Field.ETH_DST, mac());
      case 1 -> Action.SetField.of(new BitRange(Field.REG5, below(16), 8), below(256));
      case 2 -> new Action.SetField(Field.XXREG1, wide(), wide().or(Bits.ONE));
      case 3 -> Action.SetField.of(Field.TUN_ID, random.nextLong());
      default -> Action.SetField.of(Field.reg(below(16)), Integer.toUnsignedLong(random.nextInt()));
    };
  }

  private Action copyField() {
    int length = 1 + below(16);
    return new Action.CopyField(
        new BitRange(Field.ETH_SRC, below(32), length),
        new BitRange(Field.XXREG0, below(100), length));
  }

  private Action resubmit() {
    return switch (below(tracked ? 3 : 2)) {
      case 0 -> new Action.Resubmit(new OfPort(1), Action.Resubmit.CURRENT_TABLE, false);
      case 1 -> Action.Resubmit.toTable(below(255));
      default -> new Action.Resubmit(OfPort.IN_PORT, below(255), true);
    };
  }

  private Action controller() {
    return new Controller(
        below(65536),
        List.of(Controller.Reason.values()).get(below(3)),
        below(65536),
        bytes(1 + below(20)),
        seldom() ? 1 + below(4) : 0);
  }

  private Action learn() {
    List<Learn.Spec> specs = new ArrayList<>();
    specs.add(new Learn.Spec.MatchValue(BitRange.of(Field.ETH_TYPE), Bits.of(0x800)));
    specs.add(new Learn.Spec.MatchField(BitRange.of(Field.ETH_SRC), BitRange.of(Field.ETH_DST)));
    if (often()) {
      int length = 1 + below(16);
      specs.add(
          new Learn.Spec.LoadField(
              new BitRange(Field.ETH_SRC, 3, length), new BitRange(Field.REG1, 5, length)));
    }
    if (often()) {
      int length = 1 + below(31);
      Bits value = Bits.of(random.nextLong() & -1L >>> (64 - length));
      specs.add(new Learn.Spec.LoadValue(value, new BitRange(Field.REG2, 0, length)));
    }
    if (often()) {
      specs.add(new Learn.Spec.OutputTo(BitRange.of(Field.REG3)));
    }
    Learn learn =
        Learn.of(below(255), below(65536), random.nextLong(), specs.toArray(Learn.Spec[]::new))
            .withTimeouts(new Learn.Timeouts(below(100), below(100), below(9), below(9)));
    return seldom() ? learn.withLimit(1 + below(1000)) : learn;
  }

  private Action ct(IpFamily family) {
    if (often()) {
      Ct lookup = Ct.lookup(below(65536)).withTable(below(255));
      return often() ? lookup.withNat(Nat.restore()) : lookup;
    }
    Ct commit = Ct.commit(below(65536)).withTable(often() ? below(255) : Ct.NO_TABLE);
    commit = seldom() ? commit.withForce() : commit;
    commit =
        seldom()
            ? commit.withZone(new Ct.Zone.FromField(new BitRange(Field.REG6, below(16), 16)))
            : commit;
    commit = often() ? commit.withNat(nat(family)) : commit;
    return often()
        ? commit.withExec(
            Action.SetField.of(Field.CT_MARK, below(1 << 30)),
            new Action.SetField(Field.CT_LABEL, wide(), wide().or(Bits.ONE)))
        : commit;
  }

  private Nat nat(IpFamily family) {
    IpAddress first = address(family);
    Nat nat = often() ? Nat.destination(first) : Nat.source(first);
    if (seldom()) {
      IpAddress last = first.plus(below(200));
      nat =
          new Nat(
              nat.kind(),
              first.compareTo(last) <= 0 ? first : last,
              first.compareTo(last) <= 0 ? last : first,
              Nat.ANY_PORT,
              Nat.ANY_PORT,
              seldom(),
              often() ? Nat.Selection.RANDOM : Nat.Selection.HASH);
    }
    int port = 1 + below(60000);
    return often() ? nat.withPorts(port, port + below(5)) : nat;
  }

  /// A group with this id.
  public Group group(long id) {
    Group.Type type = List.of(Group.Type.values()).get(below(4));
    boolean select = type == Group.Type.SELECT;
    Group.Selection selection =
        !select || seldom() ? Group.Selection.DEFAULT : often() ? Group.Selection.DP_HASH : hash();
    int count = type == Group.Type.INDIRECT ? 1 : 1 + below(5);
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean failover = type == Group.Type.FAST_FAILOVER;
      buckets.add(
          new Bucket(
              i * 7L + below(7),
              select ? below(1000) : 1,
              failover ? new OfPort(1) : OfPort.ANY,
              Bucket.NO_GROUP,
              List.of(setField(), Action.Output.to(1))));
    }
    return new Group(id, type, selection, buckets);
  }

  private Group.Selection hash() {
    return new Group.Selection(
        Group.Selection.Method.HASH,
        random.nextLong(),
        List.of(new FieldMatch(Field.IPV4_DST, Bits.ones(32), Bits.ones(32))));
  }

  /// A meter with this id.
  public Meter meter(long id) {
    boolean burst = often();
    return new Meter(
        id,
        often() ? Meter.Unit.PACKETS_PER_SECOND : Meter.Unit.KILOBITS_PER_SECOND,
        burst,
        often(),
        List.of(Meter.Band.drop(1 + below(100_000), burst ? 1 + below(1000) : 0)));
  }

  /// Some bytes.
  public Bytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private MacAddress mac() {
    return new MacAddress(random.nextLong(1L << 48));
  }

  private IpAddress address(IpFamily family) {
    return family == IpFamily.IPV4
        ? IpAddress.ofIpv4(random.nextInt())
        : IpAddress.ofIpv6(random.nextLong(), random.nextLong());
  }

  private IpPrefix prefix(IpFamily family) {
    return new IpPrefix(address(family), 1 + below(family.bits()));
  }
}

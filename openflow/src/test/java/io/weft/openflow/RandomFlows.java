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
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Flows by chance that Open vSwitch accepts and gives back as they were; equal for equal seeds.
public final class RandomFlows {

  private static final List<Field> ANYWHERE =
      List.of(
          Field.PKT_MARK,
          Field.CT_MARK,
          Field.CT_LABEL,
          Field.REG0,
          Field.REG5,
          Field.REG15,
          Field.TUN_ID,
          Field.TUN_SRC,
          Field.METADATA,
          Field.ETH_SRC,
          Field.ETH_DST);

  private final SplittableRandom random;

  public RandomFlows(long seed) {
    random = new SplittableRandom(seed);
  }

  /// A flow of this priority.
  public Flow flow(int priority) {
    Match match = match();
    List<Action> actions = actions(match);
    FlowOptions options =
        chance(5)
            ? FlowOptions.timeouts(random.nextInt(65536), random.nextInt(65536))
            : FlowOptions.NONE;
    return new Flow(random.nextInt(254), priority, random.nextLong(), match, actions, options);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private Bits bits(int width) {
    return new Bits(random.nextLong(), random.nextLong()).and(Bits.ones(width));
  }

  private IpAddress address(IpFamily family) {
    return family == IpFamily.IPV4
        ? IpAddress.ofIpv4(random.nextInt())
        : IpAddress.ofIpv6(random.nextLong(), random.nextLong());
  }

  private Match match() {
    Match match = Match.any();
    for (Field field : ANYWHERE) {
      if (chance(6)) {
        Bits mask = chance(2) ? field.ones() : bits(field.bits());
        match = match.masked(field, bits(field.bits()).and(mask), mask);
      }
    }
    if (chance(3)) {
      match = match.with(Field.IN_PORT, 1 + random.nextInt(0xfeff));
    }
    if (chance(4)) {
      match = match.untagged();
    }
    if (chance(3)) {
      long mask = random.nextLong(1, 256);
      match =
          match.masked(
              Field.CT_STATE, random.nextInt(256) & mask & ~0x10, mask); // ct(commit) refuses +inv
    }
    return switch (random.nextInt(4)) {
      case 0 -> match;
      case 1 -> match.and(arp());
      default -> match.and(ip(chance(2) ? IpFamily.IPV4 : IpFamily.IPV6));
    };
  }

  private Match arp() {
    return Match.arp()
        .with(Field.ARP_OP, 1 + random.nextInt(2))
        .with(Field.ARP_SPA, new IpPrefix(address(IpFamily.IPV4), random.nextInt(33)))
        .with(Field.ARP_SHA, new MacAddress(random.nextLong() >>> 16));
  }

  private Match ip(IpFamily family) {
    boolean four = family == IpFamily.IPV4;
    Match match = Match.ip(family);
    if (chance(2)) {
      IpPrefix prefix = new IpPrefix(address(family), random.nextInt(family.bits() + 1));
      match = match.with(four ? Field.IPV4_SRC : Field.IPV6_SRC, prefix);
    }
    if (chance(3)) {
      match = match.with(four ? Field.IPV4_DST : Field.IPV6_DST, address(family));
    }
    if (chance(5)) {
      match = match.with(Field.IP_TTL, random.nextInt(256)).with(Field.IP_DSCP, random.nextInt(64));
    }
    return switch (random.nextInt(5)) {
      case 0 -> match.and(Match.tcp(family)).and(ports(Field.TCP_SRC, Field.TCP_DST)).and(flags());
      case 1 -> match.and(Match.udp(family)).and(ports(Field.UDP_SRC, Field.UDP_DST));
      case 2 -> match.and(Match.sctp(family)).and(ports(Field.SCTP_SRC, Field.SCTP_DST));
      case 3 ->
          four
              ? match.and(Match.icmp4()).with(Field.ICMP4_TYPE, random.nextInt(256))
              : match
                  .and(Match.icmp6())
                  .with(Field.ICMP6_TYPE, 135)
                  .with(Field.ICMP6_CODE, 0)
                  .with(Field.ND_TARGET, address(family));
      default -> match.with(Field.IP_FRAG, random.nextInt(2) == 0 ? 1 : 3);
    };
  }

  private Match flags() {
    long mask = random.nextLong(0x200);
    return Match.any().masked(Field.TCP_FLAGS, random.nextInt(0x200) & mask, mask);
  }

  private Match ports(Field source, Field destination) {
    long mask = random.nextLong(65536);
    return Match.any()
        .masked(source, random.nextInt(65536) & mask, mask)
        .with(destination, random.nextInt(65536));
  }

  private List<Action> actions(Match match) {
    if (chance(8)) {
      return List.of(new Action.Conjunction(random.nextInt(1 << 30), 1 + random.nextInt(3), 3));
    }
    List<Action> actions = new ArrayList<>();
    boolean ip = match.has(Field.ETH_TYPE, 0x0800) || match.has(Field.ETH_TYPE, 0x86dd);
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      actions.add(ip && chance(3) ? ipAction(match) : action());
    }
    if (chance(4)) {
      actions.add(new Action.GotoTable(254));
    }
    return actions;
  }

  private Action action() {
    return switch (random.nextInt(11)) {
      case 0 -> Action.Output.to(1 + random.nextInt(1000));
      case 1 -> setField();
      case 2 -> new Action.CopyField(range(32), range(32));
      case 3 -> Action.Resubmit.toTable(random.nextInt(255));
      case 4 -> new Action.OutputField(BitRange.of(Field.REG5, 0, 15));
      case 5 -> new Action.CtClear();
      case 6 -> new Action.Clone(List.of(setField(), Action.Output.to(OfPort.IN_PORT)));
      case 7 -> new Action.CheckPktLarger(random.nextInt(65536), BitRange.of(Field.REG5, 3, 3));
      case 8 -> Controller.withUserdata(Bytes.of(bits(64).toBytes(1 + random.nextInt(8))));
      case 9 -> learn();
      default -> new Action.Note(Bytes.of(bits(48).toBytes(6)));
    };
  }

  private BitRange range(int ones) {
    int length = ones / 4;
    return new BitRange(Field.reg(random.nextInt(16)), random.nextInt(ones - length), length);
  }

  private Action setField() {
    Field field = ANYWHERE.get(random.nextInt(ANYWHERE.size()));
    Bits mask = chance(2) ? field.ones() : bits(field.bits()).or(Bits.ONE);
    boolean readOnly = field == Field.CT_MARK || field == Field.CT_LABEL;
    return readOnly
        ? Action.SetField.of(Field.xxreg(random.nextInt(4)), bits(128))
        : new Action.SetField(field, bits(field.bits()), mask);
  }

  private Action learn() {
    return Learn.of(
            random.nextInt(255),
            random.nextInt(65536),
            random.nextLong(),
            new Learn.Spec.MatchValue(BitRange.of(Field.ETH_TYPE), Bits.of(0x0800)),
            new Learn.Spec.MatchField(BitRange.of(Field.ETH_SRC), BitRange.of(Field.ETH_DST)),
            new Learn.Spec.LoadField(range(32), range(32)),
            new Learn.Spec.LoadValue(bits(8), new BitRange(Field.REG5, random.nextInt(24), 8)),
            new Learn.Spec.OutputTo(BitRange.of(Field.IN_PORT_16)))
        .withTimeouts(new Learn.Timeouts(random.nextInt(65536), 0, 0, random.nextInt(100)));
  }

  private Action ipAction(Match match) {
    boolean four = match.has(Field.ETH_TYPE, 0x0800);
    IpFamily family = four ? IpFamily.IPV4 : IpFamily.IPV6;
    return switch (random.nextInt(4)) {
      case 0 -> new Action.DecTtl();
      case 1 -> Action.SetField.of(four ? Field.IPV4_DST : Field.IPV6_DST, address(family));
      case 2 ->
          Ct.lookup(random.nextInt(65536)).withTable(random.nextInt(255)).withNat(Nat.restore());
      default -> {
        Nat nat = chance(2) ? Nat.source(address(family)) : Nat.destination(address(family));
        Ct ct =
            Ct.commit(random.nextInt(65536))
                .withNat(chance(2) ? nat : nat.withPort(1 + random.nextInt(65535)))
                .withExec(new Action.SetField(Field.CT_MARK, bits(8), Bits.ones(8)));
        yield new Ct(
            true, chance(2), ct.zone(), ct.table(), chance(3) ? null : ct.nat(), 0, ct.exec());
      }
    };
  }
}

package io.weft.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.IpFamily;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowTest {

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theCookieIsNoPartOfTheKey() {
    Flow flow = Flow.of(1, 2, 3, Match.arp());
    assertThat(flow.key()).isEqualTo(Flow.of(1, 2, 4, Match.arp()).key());
    assertThat(flow.key()).isEqualTo(new Flow.Key(1, 2, Match.arp()));
  }

  @Test
  void numbersOutOfRangeAreRefusedByName() {
    refused(() -> Flow.of(255, 1, 0, Match.any()), "table 255, expected 0 to 254");
    refused(() -> Flow.of(0, 65536, 0, Match.any()), "priority 65536, expected 0 to 65535");
    refused(() -> FlowOptions.timeouts(65536, 0), "idle_timeout 65536");
    refused(() -> Bucket.of(-1, 1), "bucket id -1");
    refused(() -> Meter.packetsPerSecond(0, 1, 1), "meter id 0");
    refused(() -> new Change.DeleteGroup(1L << 32), "group id 4294967296");
  }

  @Test
  void groupsThatOpenVSwitchRefusesAreRefused() {
    Bucket bucket = Bucket.of(1, 1);
    refused(() -> Group.select(1, List.of(bucket, bucket)), "two buckets with the id 1");
    refused(
        () -> new Group(1, Group.Type.ALL, Group.Selection.DP_HASH, List.of()),
        "group 1 of type ALL takes no");
    refused(
        () ->
            new Group.Selection(
                Group.Selection.Method.HASH,
                0,
                List.of(FieldMatch.exact(Field.IPV4_SRC, Bits.ONE))),
        "value is not mask");
    refused(
        () -> new Group.Selection(Group.Selection.Method.DEFAULT, 1, List.of()),
        "without a method");
  }

  @Test
  void bitsOfTheCookieOutsideItsMaskDoNotMatter() {
    assertThat(new Change.DeleteFlows(Change.DeleteFlows.ALL_TABLES, Match.any(), 0x1234, 0xff))
        .isEqualTo(new Change.DeleteFlows(255, Match.any(), 0x34, 0xff));
  }

  @Test
  void changesOutOfRangeAreRefusedByName() {
    refused(() -> new Change.DeleteFlows(256, Match.any(), 0, 0), "table 256");
    refused(() -> new Change.InsertBuckets(1, 1L << 32, List.of()), "bucket position 4294967296");
    refused(() -> new Change.RemoveBuckets(1, -1), "bucket id -1");
    refused(() -> new Change.DeleteMeter(0), "meter id 0");
    refused(() -> new Flow.Key(0, -1, Match.any()), "priority -1");
  }

  @ParameterizedTest
  @EnumSource
  void aFieldNeedsWhatItIsPartOf(Field field) {
    Match alone = Match.any().with(field, 1);
    boolean free =
        switch (field.prerequisite()) {
          case NONE -> true;
          case VLAN,
              IPV4,
              IPV6,
              IP,
              ARP,
              TCP,
              UDP,
              SCTP,
              ICMP4,
              ICMP6,
              ND,
              ND_SOLICIT,
              ND_ADVERT,
              CT ->
              false;
        };
    if (free) {
      assertThat(Flow.of(0, 1, 0, alone).match()).isEqualTo(alone);
    } else {
      refused(() -> Flow.of(0, 1, 0, alone), "match on " + field + "=0x1 needs one on");
    }
  }

  @Test
  void whatAFieldNeedsIsEnough() {
    Match solicit = Match.icmp6().with(Field.ICMP6_TYPE, 135);
    Match tracked = Match.ipv4().withFlags(Field.CT_STATE, "+trk-inv");
    List<Match> good =
        List.of(
            Match.tcp(IpFamily.IPV6).with(Field.TCP_DST, 80),
            Match.sctp(IpFamily.IPV4).with(Field.SCTP_DST, 80),
            Match.icmp4().with(Field.ICMP4_TYPE, 8),
            solicit.with(Field.ND_SLL, 1).with(Field.ND_TARGET, 1),
            Match.icmp6().with(Field.ICMP6_TYPE, 136).with(Field.ND_TLL, 1),
            tracked.with(Field.CT_NW_SRC, 1),
            Match.any().masked(Field.VLAN_VID, 0x1000, 0x1000).with(Field.VLAN_PCP, 3));
    for (Match match : good) {
      assertThat(Flow.of(0, 1, 0, match).match()).isEqualTo(match);
    }
    refused(() -> Flow.of(0, 1, 0, solicit.with(Field.ND_TLL, 1)), "nd_tll=0x1 needs one on");
  }
}

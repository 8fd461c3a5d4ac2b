package io.weft.openflow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.IpFamily;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowStats;
import io.weft.openflow.RandomFlows;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FlowTextTest {

  static Stream<String> catalogue() {
    return Lines.of("catalogue.flows").stream();
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void whatTheSwitchPrintsIsReadAndPrintedAgain(String line) {
    assertThat(FlowText.print(FlowText.parse(line))).isEqualTo(line);
  }

  static Stream<Arguments> typed() {
    List<String> lines = Lines.of("typed.flows");
    return IntStream.range(0, lines.size() / 2)
        .mapToObj(i -> Arguments.of(lines.get(2 * i), lines.get(2 * i + 1)));
  }

  @ParameterizedTest
  @MethodSource("typed")
  void whatIsTypedMeansWhatTheSwitchMakesOfIt(String typed, String printed) {
    assertThat(FlowText.parse(typed)).isEqualTo(FlowText.parse(printed));
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void flowsByChanceAreReadBackAsTheyWere(long seed) {
    RandomFlows random = new RandomFlows(seed);
    for (int priority = 0; priority < 20; priority++) {
      Flow flow = random.flow(priority);
      assertThat(FlowText.parse(FlowText.print(flow))).isEqualTo(flow);
    }
  }

  private static final Names NAMES =
      new Names(
          Map.of(0, "classify", 1, "guard", 5, "we-ird name"),
          Map.of(new OfPort(1), "p1", new OfPort(2), "we-p.2"));

  private static final String NAMED =
      "cookie=0x7, table=classify, priority=1,ip,in_port=p1 actions=resubmit(\"we-p.2\",guard),"
          + "resubmit(,\"we-ird name\"),ct(table=\"we-ird name\"),learn(table=\"we-ird name\","
          + "priority=3,in_port=\"we-p.2\"),output:\"we-p.2\",goto_table:guard";

  @Test
  void tablesAndPortsCanHaveNames() {
    assertThat(FlowText.print(FlowText.parse(NAMED, NAMES), NAMES)).isEqualTo(NAMED);
  }

  @Test
  void statisticsAreReadAndPrintedAsTheSwitchPrintsThem() {
    String line =
        "cookie=0x0, duration=12.034s, table=1, n_packets=3, n_bytes=180, idle_timeout=5,"
            + " idle_age=2, ip,in_port=1 actions=drop";
    FlowStats stats = FlowText.parseStats(line, Names.NONE);
    assertThat(stats.packets()).isEqualTo(3);
    assertThat(stats.bytes()).isEqualTo(180);
    assertThat(stats.duration()).isEqualTo(Duration.ofMillis(12034));
    assertThat(FlowText.print(stats, Names.NONE)).isEqualTo(line);
  }

  @Test
  void aDumpIsReadWithoutItsHeadAndComments() {
    String dump = "OFPST_FLOW reply (OF1.5) (xid=0x2):\n# why\n\n table=3, ip actions=drop\n";
    assertThat(FlowText.parseAll(dump, Names.NONE))
        .containsExactly(Flow.of(3, 32768, 0, Match.ipv4()));
  }

  @Test
  void partsOfTheWireThatNothingElseNamesAreKept() {
    String line = "unknown=00010001 actions=opaque_action(ffff0008),opaque_instruction(0abc0008)";
    assertThat(FlowText.print(FlowText.parse(line))).isEqualTo(line);
  }

  @Test
  void fieldsOfTheProtocolMayStandBeforeIt() {
    Match expected = Match.tcp(IpFamily.IPV4).with(Field.TCP_DST, 80);
    assertThat(MatchText.parse("tp_dst=80,nw_proto=6,dl_type=0x0800", Names.NONE))
        .isEqualTo(expected);
  }

  @Test
  void actionsAreReadAlone() {
    assertThat(ActionText.parse("drop", Names.NONE)).isEmpty();
    assertThat(ActionText.parse("1,LOCAL", Names.NONE))
        .containsExactly(Action.Output.to(1), Action.Output.to(OfPort.LOCAL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ip|a flow without actions= at position 2",
        "foo=1 actions=drop|no field is called 'foo' at position 0",
        "ip,priority=70000 actions=drop|priority 70000, expected 0 to 65535 at position 0",
        "ip,tp_dst=80 actions=drop|tp_dst without tcp, udp or sctp at position 3",
        "ip,nw_src=1.2.3 actions=drop|not an IP address: '1.2.3' at position 3",
        "ip,arp actions=drop|contradiction: eth_type=0x800 and eth_type=0x806 at position 3",
        "tcp,foo actions=drop|neither a protocol nor FIELD=VALUE: foo at position 4",
        "table=300 actions=drop|table 300, expected 0 to 254 at position 0",
        "actions=output:1,frobnicate(3)|no action is called 'frobnicate' at position 17",
        "actions=set_field:1|no -> in '1' at position 8",
        "actions=set_field:1->reg99|no field is called 'reg99' at position 8",
        "actions=ct(commit|parenthesis without its end at position 10",
        "actions=ct(zone=1,foo)|ct has no option 'foo' at position 18",
        "actions=drop,output:1|drop beside other actions at position 8",
        "actions=conjunction(1,3/2)|conjunction clause 3, expected 1 to 2 at position 8",
        "actions=load:0x100->reg0[0..7]|0x100 does not fit into reg0[0..7] at position 8",
        "actions=learn(table=1,foo=3)|no field is called 'foo' at position 22",
        "actions=resubmit(1,2,3)|resubmit has [PORT],[TABLE][,ct] at position 8",
        "dl_vlan=5000 actions=drop|dl_vlan 5000, expected 0 to 4095 at position 0",
        "cookie=x actions=drop|cookie is not a number: 'x' at position 0",
        "duration=5 actions=drop|duration is not SECONDSs: '5' at position 0",
        "actions=output:\"a|quote without its end at position 15",
      })
  void whatCannotBeReadIsNamedWithItsPosition(String line, String problem) {
    assertThatThrownBy(() -> FlowText.parse(line))
        .isInstanceOf(SyntaxException.class)
        .hasMessage(problem.replace(" at position", ", at position") + " of: " + line);
  }
}

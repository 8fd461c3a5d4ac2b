package io.weft.openflow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.openflow.Bucket;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.action.Action;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GroupTextTest {

  static Stream<String> catalogue() {
    return Lines.of("catalogue.groups").stream();
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void groupsAreReadAndPrintedAgain(String line) {
    assertThat(GroupText.print(GroupText.parse(line, Names.NONE), Names.NONE)).isEqualTo(line);
  }

  @Test
  void bucketsWithoutIdsGetTheLowestThatAreFree() {
    String line = "group_id=1,type=all,bucket=output:1,bucket=bucket_id=1,2,bucket=actions=3";
    assertThat(GroupText.parse(line, Names.NONE))
        .isEqualTo(
            new Group(
                1,
                Group.Type.ALL,
                Group.Selection.DEFAULT,
                List.of(
                    Bucket.of(0, 1, Action.Output.to(1)),
                    Bucket.of(1, 1, Action.Output.to(2)),
                    Bucket.of(2, 1, Action.Output.to(3)))));
  }

  @Test
  void metersAreReadAndPrintedAgain() {
    String expected = String.join("\n", Lines.of("catalogue.meters"));
    String printed =
        MeterText.parseAll(Lines.all("catalogue.meters")).stream()
            .map(MeterText::print)
            .collect(Collectors.joining("\n"));
    assertThat(printed).isEqualTo(expected);
  }

  @Test
  void metersMayStandInOneLine() {
    String line = "meter=1,pktps,burst,stats,bands=type=drop,rate=100,burst_size=10";
    assertThat(MeterText.parse(line)).isEqualTo(Meter.packetsPerSecond(1, 100, 10));
  }

  @Test
  void aBandCanRemark() {
    String text = "meter=1 kbps bands=\ntype=dscp_remark rate=7 prec_level=1";
    assertThat(MeterText.print(MeterText.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type=all|a group needs group_id and type",
        "group_id=1,type=foo|no group has the type 'foo'",
        "group_id=1,type=all,foo=1|a group has no option 'foo'",
        "group_id=1,type=indirect|group 1 of type INDIRECT has one bucket, not 0",
        "group_id=1,type=all,bucket=bucket_id:0,drop,bucket=bucket_id:0,drop|"
            + "group 1 has two buckets with the id 0",
        "group_id=1,type=select,bucket=weight:70000,drop|weight 70000, expected 0 to 65535",
      })
  void malformedGroupsAreRefused(String line, String problem) {
    assertThatThrownBy(() -> GroupText.parse(line, Names.NONE))
        .isInstanceOf(SyntaxException.class)
        .hasMessageStartingWith(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "meter=0 pktps bands=|meter 0, expected 1",
        "meter=1 pktps bands= rate=3|rate before the type of its band",
        "meter=1 foo|a meter has no option 'foo'",
        "meter=1 bands=type=foo|no band has the type 'foo'",
      })
  void malformedMetersAreRefused(String text, String problem) {
    assertThatThrownBy(() -> MeterText.parse(text))
        .isInstanceOf(SyntaxException.class)
        .hasMessageStartingWith(problem);
  }
}

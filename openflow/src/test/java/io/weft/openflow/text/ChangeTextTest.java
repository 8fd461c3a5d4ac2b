package io.weft.openflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeTextTest {

  private static final Names NAMES =
      new Names(Map.of(0, "Classify", 7, "Route"), Map.of(OfPort.ofShort(5), "veth-a"));
  private static final Flow FLOW =
      FlowText.parse("cookie=0x7, table=Route, priority=9,in_port=\"veth-a\" actions=drop", NAMES);
  private static final Group GROUP =
      GroupText.parse("group_id=3,type=select,bucket=bucket_id:1,actions=output:5", NAMES);

  @Test
  void flowsAreNamedAsABundleFileNamesThem() {
    assertThat(text(new Change.AddFlow(FLOW)))
        .isEqualTo("flow add cookie=0x7, table=Route, priority=9,in_port=\"veth-a\" actions=drop");
    assertThat(text(new Change.ModifyFlow(FLOW)))
        .startsWith("flow modify_strict cookie=0x7, table=Route, ");
    assertThat(text(new Change.DeleteFlow(FLOW.key())))
        .isEqualTo("flow delete_strict table=Route,priority=9,in_port=\"veth-a\"");
    assertThat(text(new Change.DeleteFlow(new Flow.Key(7, 0, Match.any()))))
        .isEqualTo("flow delete_strict table=Route,priority=0");
    assertThat(text(new Change.DeleteFlows(255, Match.any(), 7, 0xff)))
        .isEqualTo("flow delete cookie=0x7/0xff");
    assertThat(text(new Change.DeleteFlows(7, FLOW.match(), 0, 0)))
        .isEqualTo("flow delete table=Route,in_port=\"veth-a\"");
  }

  @Test
  void groupsAreNamedAsABundleFileNamesThem() {
    String group = "group_id=3,type=select,bucket=bucket_id:1,actions=output:\"veth-a\"";
    assertThat(text(new Change.AddGroup(GROUP))).isEqualTo("group add " + group);
    assertThat(text(new Change.ModifyGroup(GROUP))).isEqualTo("group modify " + group);
    assertThat(text(new Change.DeleteGroup(3))).isEqualTo("group delete group_id=3");
    assertThat(text(new Change.DeleteAllGroups())).isEqualTo("group delete");
    assertThat(text(new Change.InsertBuckets(3, Change.InsertBuckets.LAST, GROUP.buckets())))
        .isEqualTo(
            "group insert_bucket group_id=3,command_bucket_id=last"
                + ",bucket=bucket_id:1,actions=output:\"veth-a\"");
    assertThat(text(new Change.InsertBuckets(3, Change.InsertBuckets.FIRST, GROUP.buckets())))
        .contains("command_bucket_id=first,");
    assertThat(text(new Change.RemoveBuckets(3, 1)))
        .isEqualTo("group remove_bucket group_id=3,command_bucket_id=1");
    assertThat(text(new Change.RemoveBuckets(3, Change.RemoveBuckets.ALL)))
        .endsWith("command_bucket_id=all");
  }

  @Test
  void metersStandInOneLine() {
    Meter meter = Meter.packetsPerSecond(1, 10, 20);
    assertThat(text(new Change.AddMeter(meter)))
        .isEqualTo("meter add meter=1 pktps burst stats bands= type=drop rate=10 burst_size=20");
    assertThat(text(new Change.ModifyMeter(meter))).startsWith("meter modify meter=1 ");
    assertThat(text(new Change.DeleteMeter(1))).isEqualTo("meter delete meter=1");
  }

  private static String text(Change change) {
    return ChangeText.print(change, NAMES);
  }
}

package io.weft.ovsdb.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weft.ovsdb.ScriptedPeer;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.NotationException;
import io.weft.ovsdb.schema.ColumnType;
import io.weft.ovsdb.schema.SchemaReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaTest {

  static final List<MonitoredTable> TABLES =
      List.of(
          new MonitoredTable(
              "T",
              Map.of(
                  "name", ColumnType.TEXT,
                  "number", ColumnType.INTEGER,
                  "tags", ColumnType.TEXTS,
                  "ids", ColumnType.TEXT_MAP,
                  "one", ColumnType.OPTIONAL_TEXT,
                  "unknown", ColumnType.TEXT)));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Atom.Uuid A = Atom.Uuid.parse("00000000-0000-4000-8000-00000000000a");
  private static final Atom.Uuid B = Atom.Uuid.parse("00000000-0000-4000-8000-00000000000b");
  private static final Atom.Uuid TXN = Atom.Uuid.parse("11111111-1111-4111-8111-111111111111");

  @Test
  void columnsThatTheServerLacksAreNotAskedFor() throws Exception {
    assertThat(replica().columns().get("T"))
        .containsExactlyInAnyOrder("name", "number", "tags", "ids", "one");
  }

  @Test
  void aTableThatTheServerLacksIsAnError() {
    Replica replica = new Replica(List.of(new MonitoredTable("U", Map.of("c", ColumnType.TEXT))));
    assertThatThrownBy(() -> replica.adopt(SchemaReader.schema(json(ScriptedPeer.SCHEMA))))
        .isInstanceOf(NotationException.class)
        .hasMessageContaining("a table U in database D");
  }

  @Test
  void aColumnOfAnotherTypeIsAnError() {
    Replica replica =
        new Replica(List.of(new MonitoredTable("T", Map.of("name", ColumnType.INTEGER))));
    assertThatThrownBy(() -> replica.adopt(SchemaReader.schema(json(ScriptedPeer.SCHEMA))))
        .hasMessageContaining("column T.name to be integer, found string");
  }

  @Test
  void columnsThatAreNotSentHoldTheirDefaults() throws Exception {
    Replica replica = started("{\"%s\":{\"initial\":{}}}".formatted(A));
    assertThat(replica.snapshot().row("T", A))
        .hasValueSatisfying(row -> {
          assertThat(row.text("name")).isEmpty();
          assertThat(row.integer("number")).isZero();
          assertThat(row.columns()).containsKeys("tags", "ids", "one");
        });
  }

  @Test
  void columnsThatNobodyAskedForArePassedOver() throws Exception {
    Replica replica = started("{\"%s\":{\"initial\":{\"name\":\"a\",\"new\":{}}}}".formatted(A));
    assertThat(replica.snapshot().row("T", A))
        .hasValueSatisfying(row -> assertThat(row.columns()).doesNotContainKey("new"));
  }

  @Test
  void aModificationOfASetAndAMapIsADifference() throws Exception {
    Replica replica =
        started(
            """
            {"%s":{"initial":{"name":"a","one":"x","tags":["set",["p","q"]],
              "ids":["map",[["k","1"],["l","2"]]]}}}
            """
                .formatted(A));
    Changes changes =
        replica.follow(
            MonitorMethod.MONITOR_COND_SINCE,
            json(
                """
                ["weft","%s",{"T":{"%s":{"modify":{"number":7,"one":["set",[]],
                  "tags":["set",["q","r"]],"ids":["map",[["k","3"],["l","2"],["m","4"]]]}}}}]
                """
                    .formatted(TXN, A)));
    assertThat(replica.snapshot().row("T", A))
        .hasValueSatisfying(row -> {
          assertThat(row.text("name")).isEqualTo("a");
          assertThat(row.integer("number")).isEqualTo(7);
          assertThat(row.optionalText("one")).isEmpty();
          assertThat(row.texts("tags")).containsExactlyInAnyOrder("p", "r");
          assertThat(row.textMap("ids")).isEqualTo(Map.of("k", "3", "m", "4"));
        });
    assertThat(changes.of("T")).singleElement().isInstanceOf(RowChange.Modified.class);
    assertThat(replica.position()).contains(TXN);
  }

  @Test
  void wholeRowsOfThePlainMonitorReplace() throws Exception {
    Replica replica = replica();
    replica.start(
        MonitorMethod.MONITOR,
        json("{\"T\":{\"%s\":{\"new\":{\"name\":\"a\",\"tags\":\"p\"}}}}".formatted(A)));
    Changes changes =
        replica.follow(
            MonitorMethod.MONITOR,
            json(
                """
                ["weft",{"T":{"%s":{"old":{"name":"a"},"new":{"name":"b","tags":"p"}},
                  "%s":{"new":{"name":"c"}}}}]
                """
                    .formatted(A, B)));
    assertThat(changes.of("T")).hasSize(2);
    replica.follow(
        MonitorMethod.MONITOR, json("[\"weft\",{\"T\":{\"%s\":{\"old\":{}}}}]".formatted(A)));
    assertThat(replica.snapshot().rows("T")).containsOnlyKeys(B);
    assertThat(replica.snapshot().named("T", "c")).isPresent();
    assertThat(replica.position()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[\"weft\"]",
        "[\"weft\",\"x\",{}]",
        "[\"weft\",\"TXN\",7]",
        "[\"weft\",\"TXN\",{\"U\":{}}]",
        "[\"weft\",\"TXN\",{\"T\":[]}]",
        "[\"weft\",\"TXN\",{\"T\":{\"A\":{\"modify\":{\"number\":1}},\"x\":{\"delete\":null}}}]",
        "[\"weft\",\"TXN\",{\"T\":{\"A\":{\"modify\":{\"number\":1}},\"B\":{\"delete\":null}}}]",
        "[\"weft\",\"TXN\",{\"T\":{\"A\":{\"modify\":{\"number\":1}},\"B\":{\"modify\":{}}}}]",
        "[\"weft\",\"TXN\",{\"T\":{\"A\":{\"insert\":{}}}}]",
        "[\"weft\",\"TXN\",{\"T\":{\"A\":{\"modify\":{\"number\":\"1\"}}}}]",
        "[\"weft\",\"TXN\",{\"T\":{\"A\":{\"modify\":{\"ids\":\"1\"}}}}]",
        "[\"weft\",\"TXN\",{\"T\":{\"A\":{\"modify\":7}}}]",
        "[\"weft\",\"TXN\",{\"T\":{\"A\":{\"change\":{}}}}]",
        "[\"weft\",\"TXN\",{\"T\":{\"A\":{}}}]"
      })
  void anUpdateThatIsWrongAnywhereChangesNothing(String text) throws Exception {
    Replica replica = started("{\"%s\":{\"initial\":{\"name\":\"a\"}}}".formatted(A));
    Snapshot before = replica.snapshot();
    String params =
        text.replace("TXN", TXN.toString())
            .replace("\"A\"", "\"" + A + "\"")
            .replace("\"B\"", "\"" + B + "\"");
    assertThatThrownBy(() -> replica.follow(MonitorMethod.MONITOR_COND_SINCE, json(params)))
        .isInstanceOf(NotationException.class);
    assertThat(replica.snapshot()).isSameAs(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[false]",
        "[7,\"x\",{}]",
        "[false,\"x\",{}]",
        "[true,\"11111111-1111-4111-8111-111111111111\",{}]"
      })
  void aWrongAnswerToTheMonitorIsRefused(String text) throws Exception {
    Replica replica = replica();
    assertThatThrownBy(() -> replica.start(MonitorMethod.MONITOR_COND_SINCE, json(text)))
        .isInstanceOf(NotationException.class);
  }

  @Test
  void contentsFromScratchAreComparedWithWhatWasKnown() throws Exception {
    Replica replica = started("{\"%s\":{\"initial\":{\"name\":\"a\"}}}".formatted(A));
    replica.forgetPosition();
    Replica.Start again =
        replica.start(
            MonitorMethod.MONITOR_COND_SINCE,
            json(
                "[false,\"%s\",{\"T\":{\"%s\":{\"initial\":{\"name\":\"b\"}}}}]"
                    .formatted(TXN, B)));
    assertThat(again.resumed()).isFalse();
    assertThat(again.changes().of("T")).extracting(RowChange::uuid).containsExactlyInAnyOrder(A, B);
    assertThat(replica.snapshot().rows("T")).containsOnlyKeys(B);
  }

  @Test
  void resumedContentsAreAppliedToWhatWasKnown() throws Exception {
    Replica replica = started("{\"%s\":{\"initial\":{\"name\":\"a\"}}}".formatted(A));
    Replica.Start again =
        replica.start(
            MonitorMethod.MONITOR_COND_SINCE,
            json("[true,\"%s\",{\"T\":{\"%s\":{\"insert\":{\"name\":\"b\"}}}}]".formatted(B, B)));
    assertThat(again.resumed()).isTrue();
    assertThat(replica.snapshot().rows("T")).containsOnlyKeys(A, B);
    assertThat(replica.position()).contains(B);
  }

  @Test
  void otherColumnsThanBeforeForgetThePosition() throws Exception {
    Replica replica = started("{}");
    replica.adopt(
        SchemaReader.schema(
            json(
                """
                {"tables":{"T":{"columns":{"name":{"type":"string"}}}}}
                """)));
    assertThat(replica.position()).isEmpty();
  }

  @Test
  void onlyTheBestMethodNamesATransaction() {
    for (MonitorMethod method : MonitorMethod.values()) {
      JsonNode params =
          method.params(
              "D",
              TextNode.valueOf("weft"),
              Map.of("T", java.util.Set.of("b", "a")),
              Optional.of(TXN));
      assertThat(params.get(2).toString()).isEqualTo("{\"T\":[{\"columns\":[\"a\",\"b\"]}]}");
      assertThat(params.size()).isEqualTo(method == MonitorMethod.MONITOR_COND_SINCE ? 4 : 3);
    }
  }

  private static Replica replica() throws Exception {
    Replica replica = new Replica(TABLES);
    replica.adopt(SchemaReader.schema(json(ScriptedPeer.SCHEMA)));
    return replica;
  }

  private static Replica started(String rows) throws Exception {
    Replica replica = replica();
    replica.start(
        MonitorMethod.MONITOR_COND_SINCE, json("[false,\"%s\",{\"T\":%s}]".formatted(TXN, rows)));
    return replica;
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text);
  }
}

package io.weft.kubernetes.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.kubernetes.convert.MemberUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonDocumentsTest {

  /// What was told, items before the document they belong to.
  private static final class Told implements JsonDocuments.Taker {
    private final List<@Nullable Object> items = new ArrayList<>();
    private final List<@Nullable Object> documents = new ArrayList<>();

    @Override
    public void item(Map<String, @Nullable Object> list, @Nullable Object item) {
      items.add(item);
    }

    @Override
    public void document(@Nullable Object tree) {
      documents.add(tree);
    }
  }

  private static Told read(String text, Function<String, MemberUse> uses) throws IOException {
    Told told = new Told();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    new JsonDocuments(uses).read(bytes, bytes.length, told);
    return told;
  }

  /// Passes nothing over.
  private static Told read(String text) throws IOException {
    return read(text, _ -> MemberUse.FIELD);
  }

  @Test
  void aDocumentIsTheTreeThatItsTextSays() throws IOException {
    String text =
        """
        {"a": "ä", "b": [1, 2.5, true, null, {"c": {}}], "d": {"e": 12345678901, "f": ""}, "g": [[]]}
        """;
    assertThat(read(text).documents).containsExactly(new ObjectMapper().readValue(text, Map.class));
  }

  @Test
  void anObjectMayHaveAnyNumberOfMembers() throws IOException {
    for (int count : List.of(0, 1, 4, 5, 15, 16, 17, 400)) {
      String text =
          IntStream.range(0, count)
              .mapToObj(i -> "\"name-%d\": %d".formatted(i, i))
              .collect(Collectors.joining(", ", "{", "}"));
      assertThat(read(text).documents)
          .containsExactly(new ObjectMapper().readValue(text, Map.class));
    }
  }

  @Test
  void aMemberThatIsThereTwiceIsAnError() {
    assertThatThrownBy(() -> read("{\"a\": {\"b\": 1, \"b\": 2}}"))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("Duplicate field 'b'");
  }

  @Test
  void documentsMayFollowEachOther() throws IOException {
    assertThat(read("\uFEFF{\"a\": 1} {\"a\": 2}{} 3 [] \n").documents)
        .containsExactly(Map.of("a", 1), Map.of("a", 2), Map.of(), 3, List.of());
    assertThat(read(" \n").documents).isEmpty();
  }

  @Test
  void escapesOfASurrogatePairAreOneCharacter() throws IOException {
    assertThat(read("[\"a\\ud83d\\uDE00b\"]").documents).containsExactly(List.of("a😀b"));
  }

  @Test
  void aFaultHasAPlace() {
    assertThatThrownBy(() -> read("{\"a\": 1,\n  \"b\" 2}"))
        .isInstanceOfSatisfying(
            JsonProcessingException.class,
            fault -> {
              assertThat(fault.getLocation().getLineNr()).isEqualTo(2);
              assertThat(fault.getLocation().getColumnNr()).isEqualTo(7);
            });
  }

  @Test
  void nestingHasAnEnd() throws IOException {
    assertThat(read("[".repeat(1000) + "]".repeat(1000)).documents).hasSize(1);
    assertThatThrownBy(() -> read("{\"a\":".repeat(100_000)))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("nesting");
    assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(100_000), _ -> MemberUse.NONE))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("nesting");
  }

  @Test
  void whatIsPassedOverHasToBeWholeAllTheSame() throws IOException {
    String whole = "{\"a\": [{\"b\": \"c\\\"]\"}, [1, -2.5e3], true, null]}";
    assertThat(read(whole, _ -> MemberUse.NONE).documents).containsExactly(Map.of());
    for (int length = 1; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> read(cut, _ -> MemberUse.NONE), cut)
          .isInstanceOf(JsonProcessingException.class);
    }
    for (String wrong :
        List.of("[1 2]", "{1: 2}", "[tru]", "[01]", "[1,]", "{\"b\"}", "[}", "\"\n\"")) {
      assertThatThrownBy(() -> read("{\"a\": " + wrong + "}", _ -> MemberUse.NONE), wrong)
          .isInstanceOf(JsonProcessingException.class);
    }
  }

  @Test
  void itemsOfADocumentAreToldOneByOne() throws IOException {
    Told told = read("{\"kind\": \"List\", \"items\": [{\"a\": 1}, 2, null], \"z\": 3}");
    assertThat(told.items).containsExactly(Map.of("a", 1), 2, null);
    assertThat(told.documents).containsExactly(Map.of("kind", "List", "z", 3));
  }

  @Test
  void whatSaysNothingAboutTheNetworkIsPassedOver() throws IOException {
    Told told =
        read(
            """
            {"metadata": {"managedFields": [{"f:a": {}}], "name": "x", "labels": {"env": "prod"}},
             "spec": {"containers": [{"env": [{"name": "A", "value": "b"}], "name": "c"}],
              "ipFamilyPolicy": "SingleStack", "progressDeadlineSeconds": -1.5e3}, "data": null}
            """,
            MemberUse::of);
    assertThat(told.documents)
        .containsExactly(
            Map.of(
                "metadata",
                Map.of("name", "x", "labels", Map.of("env", "prod")),
                "spec",
                Map.of("containers", List.of(Map.of("name", "c")))));
  }

  @Test
  void aLabelMayHaveTheNameOfWhatIsPassedOver() throws IOException {
    assertThat(
            read("{\"metadata\": {\"labels\": {\"env\": {\"no\": \"text\"}}}}", MemberUse::of)
                .documents)
        .containsExactly(Map.of("metadata", Map.of("labels", Map.of("env", Map.of("no", "text")))));
  }
}

package io.weft.kubernetes.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private static Told read(String text) throws IOException {
    Told told = new Told();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    new JsonDocuments().read(bytes, bytes.length, told);
    return told;
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
        .isInstanceOf(JsonParseException.class)
        .hasMessageContaining("Duplicate field 'b'");
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
             "spec": {"containers": [{"env": [{"name": "A", "value": "b"}], "name": "c"}]}}
            """);
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
    assertThat(read("{\"metadata\": {\"labels\": {\"env\": {\"no\": \"text\"}}}}").documents)
        .containsExactly(Map.of("metadata", Map.of("labels", Map.of("env", Map.of("no", "text")))));
  }
}

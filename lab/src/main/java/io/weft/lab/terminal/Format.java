package io.weft.lab.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.weft.lab.state.ObjectReader;

/// The forms of a command's output (`-o`).
public enum Format {
  text,
  json,
  yaml;

  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  /// A tree in this form; text is JSON too, for those who have nothing better.
  public String render(JsonNode tree) {
    try {
      return switch (this) {
        case text, json ->
            ObjectReader.JSON
                .writer()
                .with(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(tree);
        case yaml -> YAML.writeValueAsString(tree).stripTrailing();
      };
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot print " + tree, e);
    }
  }
}

package io.weft.lab.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.weft.lab.state.ObjectReader;

/// The forms of a command's output (`-o`).
enum Format {
  text,
  json,
  yaml;

  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  /// A tree in this form; text is YAML too, where a command has no lines of its own.
  String render(JsonNode tree) {
    try {
      return switch (this) {
        case json ->
            ObjectReader.JSON
                .writer()
                .with(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(tree);
        case text, yaml -> YAML.writeValueAsString(tree).stripTrailing();
      };
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot print " + tree, e);
    }
  }
}

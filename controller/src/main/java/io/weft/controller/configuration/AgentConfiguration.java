package io.weft.controller.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The values of all settings, checked: whoever holds one holds a value for every key.
public final class AgentConfiguration {

  /// The text of a value and where it was found.
  ///
  /// @param value the text
  /// @param origin the place, as a person would look for it: `agent.yaml`, `WEFT_MTU`, `--mtu`
  record Text(String value, String origin) {}

  private final Map<Setting<?>, Text> texts;
  private final Map<Setting<?>, Object> values = new LinkedHashMap<>();

  /// Reads every text; keys that are missing have their default.
  ///
  /// @throws ConfigurationException naming every value that is refused, and what it must be
  AgentConfiguration(Map<Setting<?>, Text> texts, List<String> problems) {
    this.texts = Map.copyOf(texts);
    for (Setting<?> setting : Settings.ALL) {
      Text text = texts.getOrDefault(setting, new Text(setting.fallback(), "default"));
      try {
        values.put(setting, setting.reader().apply(text.value()));
      } catch (IllegalArgumentException e) {
        problems.add(
            "%s: '%s' (from %s) %s"
                .formatted(setting.key(), text.value(), text.origin(), e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  /// All defaults.
  public static AgentConfiguration defaults() {
    return ConfigurationReader.read(List.of(), Map.of());
  }

  /// The value of a setting.
  @SuppressWarnings("unchecked")
  public <T> T value(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalStateException(setting + " is not among Settings.ALL");
    }
    return (T) value;
  }

  /// The texts that differ from the defaults, by key, in the order of the help: for the log.
  public Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      Text text = texts.get(setting);
      if (text != null && !text.value().equals(setting.fallback())) {
        given.put(setting.key(), text.value());
      }
    }
    return given;
  }
}

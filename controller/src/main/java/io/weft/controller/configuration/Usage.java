package io.weft.controller.configuration;

/// The help text: every key with its default and meaning.
public final class Usage {

  private static final String HEAD =
      """
      The Weft agent: keeps this node's part of the Pod network.

        --config FILE   a YAML or JSON file with any of the keys below (also WEFT_CONFIG)
        --remove        take Weft off this node, and end
        --help          this text

      Every key can be given in the file (key: value), in the environment (WEFT_KEY) or as a flag
      (--key=value); flags win over the environment, the environment over the file.

      """;

  private Usage() {}

  /// The whole text, ending in a newline.
  public static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (Setting<?> setting : Settings.ALL) {
      text.append("  %s=%s%n".formatted(setting.flag(), setting.form()));
      text.append(
          "      %s; file: %s, environment: %s%n"
              .formatted(setting.meaning(), setting.key(), setting.variable()));
      if (!setting.fallback().isEmpty()) {
        text.append("      default: %s%n".formatted(setting.fallback()));
      }
    }
    return text.toString();
  }
}

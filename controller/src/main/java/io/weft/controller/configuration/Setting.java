package io.weft.controller.configuration;

import java.util.Locale;
import java.util.function.Function;

/// One key of the configuration.
///
/// The three places spell it alike: `policyWait` in the file, `WEFT_POLICY_WAIT` in the
/// environment, `--policy-wait` as a flag.
///
/// @param key its name in the file, camel case
/// @param form what a value looks like, for the help
/// @param fallback the text of the default
/// @param meaning what it decides, one sentence
/// @param reader turns the text into the value; throws `IllegalArgumentException` with a message
///     that says what a value must be
/// @param <T> the type of the value
public record Setting<T>(
    String key, String form, String fallback, String meaning, Function<String, T> reader) {

  /// Its name as an environment variable.
  public String variable() {
    return "WEFT_" + words('_').toUpperCase(Locale.ROOT);
  }

  /// Its name as a flag.
  public String flag() {
    return "--" + words('-').toLowerCase(Locale.ROOT);
  }

  private String words(char separator) {
    return key.replaceAll("([a-z])([A-Z])", "$1" + separator + "$2");
  }

  /// Two settings are the same if their keys are.
  @Override
  public boolean equals(Object other) {
    return other instanceof Setting<?> that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return key;
  }
}

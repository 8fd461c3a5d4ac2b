package io.weft.controller.configuration;

import io.weft.controller.configuration.AgentConfiguration.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gathers the configuration: flags win over the environment, the environment over the file, the
/// file over the defaults.
public final class ConfigurationReader {

  private static final String CONFIG_FLAG = "--config";
  private static final String CONFIG_VARIABLE = "WEFT_CONFIG";

  private ConfigurationReader() {}

  /// Reads flags (`--key=value`, `--key value`, `--config FILE`), the environment (`WEFT_KEY`,
  /// `WEFT_CONFIG`) and the file that either of them names.
  ///
  /// Variables that start with `WEFT_` and name no key are passed over, for Kubernetes makes such
  /// ones of a Service's name.
  ///
  /// @throws ConfigurationException naming every key that does not exist and every value that is
  ///     refused
  public static AgentConfiguration read(List<String> flags, Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    Map<String, String> byFlag = flags(flags, problems);
    Map<Setting<?>, Text> texts = new LinkedHashMap<>();
    String file = byFlag.getOrDefault(CONFIG_FLAG, environment.getOrDefault(CONFIG_VARIABLE, ""));
    if (!file.isEmpty()) {
      fromFile(Path.of(file), texts, problems);
    }
    for (Setting<?> setting : Settings.ALL) {
      String variable = environment.get(setting.variable());
      if (variable != null) {
        texts.put(setting, new Text(variable.strip(), setting.variable()));
      }
      String flag = byFlag.get(setting.flag());
      if (flag != null) {
        texts.put(setting, new Text(flag.strip(), setting.flag()));
      }
    }
    return new AgentConfiguration(texts, problems);
  }

  private static void fromFile(Path file, Map<Setting<?>, Text> texts, List<String> problems) {
    ConfigurationFile.read(file)
        .forEach((key, value) ->
            named(key)
                .ifPresentOrElse(
                    setting -> texts.put(setting, new Text(value, file.toString())),
                    () ->
                        problems.add(
                            "%s: there is no such key (in %s)%s"
                                .formatted(key, file, suggestion(key)))));
  }

  private static Optional<Setting<?>> named(String key) {
    return Settings.ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
  }

  private static Map<String, String> flags(List<String> arguments, List<String> problems) {
    Map<String, String> flags = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (!isFlag(name)) {
        problems.add("%s: there is no such flag%s".formatted(name, suggestion(name)));
      } else if (equals >= 0) {
        flags.put(name, argument.substring(equals + 1));
      } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
        flags.put(name, arguments.get(++i));
      } else {
        problems.add("%s: a value is missing; write %s=VALUE".formatted(name, name));
      }
    }
    return flags;
  }

  private static boolean isFlag(String name) {
    return name.equals(CONFIG_FLAG)
        || Settings.ALL.stream().anyMatch(setting -> setting.flag().equals(name));
  }

  private static String suggestion(String name) {
    boolean flag = name.startsWith("--");
    return Settings.ALL.stream()
        .map(setting -> flag ? setting.flag() : setting.key())
        .min(Comparator.comparingInt(known -> distance(known, name)))
        .filter(known -> distance(known, name) <= 3)
        .map(known -> "; did you mean " + known + "?")
        .orElse("; " + (flag ? "--help lists them all" : "weft agent -- --help lists them all"));
  }

  /// The edit distance by Levenshtein, without regard to case.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean equal =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int step = Math.min(diagonal + (equal ? 0 : 1), Math.min(row[j], row[j - 1]) + 1);
        diagonal = row[j];
        row[j] = step;
      }
    }
    return row[b.length()];
  }
}

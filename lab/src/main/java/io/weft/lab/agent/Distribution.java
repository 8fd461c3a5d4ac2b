package io.weft.lab.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the built program is: `lib/*.jar` and the JVM options of its programs.
///
/// @param home the directory that holds these; empty when run from a build's class path
/// @param classPath what the JVM is started with
public record Distribution(Optional<Path> home, String classPath) {

  /// The system property that names the distribution's directory.
  public static final String PROPERTY = "weft.home";

  /// The system property that makes agents record their start-up cache (JEP 514) when they end.
  public static final String RECORD = "weft.record";

  /// The distribution that this process was started from.
  ///
  /// Without the property (tests inside the build) the class path is this process's own, and the
  /// directory is looked for where the build puts it.
  public static Distribution ofThisProcess() {
    String home = System.getProperty(PROPERTY, "");
    if (!home.isEmpty()) {
      return new Distribution(Optional.of(Path.of(home)), Path.of(home, "lib") + "/*");
    }
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      Path built = up.resolve("cli/target/weft");
      if (Files.isDirectory(built.resolve("lib"))) {
        return new Distribution(Optional.of(built), built.resolve("lib") + "/*");
      }
    }
    return new Distribution(Optional.empty(), System.getProperty("java.class.path"));
  }

  /// The command line of a main class in a JVM of its own.
  ///
  /// @param options a file of JVM options below the distribution (`agent.jvm`), used where it exists
  public List<String> java(String options, List<String> more, String main, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    home.map(directory -> directory.resolve(options))
        .filter(Files::exists)
        .ifPresent(file -> words.add("@" + file));
    home.ifPresent(directory -> words.add("-D" + PROPERTY + "=" + directory));
    words.addAll(more);
    words.add("-cp");
    words.add(classPath);
    words.add(main);
    words.addAll(arguments);
    return words;
  }

  /// Whether agents that this process starts record a start-up cache instead of using one.
  public static boolean recording() {
    return Boolean.getBoolean(RECORD);
  }

  /// Options that use the start-up cache of a main class, if it was made for the jars as they are; or
  /// those that record it.
  ///
  /// @param cache file name below the distribution
  public List<String> cached(String cache) {
    if (recording()) {
      return home.map(directory -> List.of("-XX:AOTCacheOutput=" + directory.resolve(cache)))
          .orElse(List.of());
    }
    return home.map(directory -> directory.resolve(cache))
        .filter(Files::exists)
        .map(file -> List.of("-XX:AOTCache=" + file))
        .orElse(List.of());
  }
}

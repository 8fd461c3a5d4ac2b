package io.weft.controller.configuration;

import io.weft.net.IpPrefix;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How the texts of settings are read. Every refusal says what a value must be.
final class Grammar {

  private static final String TUNNEL_PORT = "weft-tun";

  private Grammar() {}

  static <E extends Enum<E>> Function<String, E> choice(Class<E> type) {
    return text ->
        Arrays.stream(type.getEnumConstants())
            .filter(value -> spelled(value).equals(text))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "must be one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Grammar::spelled)
                            .collect(Collectors.joining(", "))));
  }

  private static String spelled(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static Function<String, Integer> integer(int least, int most) {
    return text -> {
      try {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Refused below, together with numbers out of range.
      }
      throw new IllegalArgumentException("must be a number from " + least + " to " + most);
    };
  }

  static Function<String, Integer> mtu() {
    Function<String, Integer> range = integer(576, 65535);
    return text -> {
      try {
        return text.equals("0") ? 0 : range.apply(text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(e.getMessage() + ", or 0 to derive it", e);
      }
    };
  }

  static Function<String, Duration> duration(Duration least, Duration most) {
    return text -> {
      Optional<Duration> read = duration(text);
      return read.filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0)
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "must be a duration like 500ms, 5s or 1m, from %ds to %ds"
                      .formatted(least.toSeconds(), most.toSeconds())));
    };
  }

  private static Optional<Duration> duration(String text) {
    String number = text.replaceFirst("[a-z]+$", "");
    if (!number.matches("\\d{1,9}")) {
      return Optional.empty();
    }
    long amount = Long.parseLong(number);
    return switch (text.substring(number.length())) {
      case "ms" -> Optional.of(Duration.ofMillis(amount));
      case "s" -> Optional.of(Duration.ofSeconds(amount));
      case "m" -> Optional.of(Duration.ofMinutes(amount));
      case "h" -> Optional.of(Duration.ofHours(amount));
      default -> Optional.empty();
    };
  }

  static boolean onOff(String text) {
    return switch (text) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw new IllegalArgumentException("must be on or off");
    };
  }

  static List<IpPrefix> prefixes(String text) {
    List<IpPrefix> prefixes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      try {
        prefixes.add(IpPrefix.parse(part.strip()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "must be a list of address blocks like 10.96.0.0/12; '%s' is none"
                .formatted(part.strip()),
            e);
      }
    }
    return List.copyOf(prefixes);
  }

  static List<String> names(String text) {
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (!names.stream().allMatch(name -> name.matches("[A-Za-z0-9._-]+"))) {
      throw new IllegalArgumentException("must be auto or a list of names like portmap,bandwidth");
    }
    return names;
  }

  static String device(String text) {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,14}")) {
      throw new IllegalArgumentException(
          "must be an interface name: 1 to 15 letters, digits, '.', '_' or '-'");
    }
    return text;
  }

  static String gateway(String text) {
    if (text.equals(TUNNEL_PORT)) {
      throw new IllegalArgumentException("must not be the tunnel's port; choose another name");
    }
    return device(text);
  }

  static Function<String, String> optionalDevice() {
    return text -> text.isEmpty() ? "" : device(text);
  }

  static <T> Function<String, Optional<T>> optional(Function<String, T> reader) {
    return text -> text.isEmpty() ? Optional.empty() : Optional.of(reader.apply(text));
  }

  static String url(String text) {
    if (!text.isEmpty()) {
      try {
        URI uri = URI.create(text);
        if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
          return text;
        }
      } catch (IllegalArgumentException _) {
        // Refused below, like other addresses that are no URL.
      }
      throw new IllegalArgumentException("must be a URL like https://10.0.0.1:6443");
    }
    return text;
  }

  static String hostAndPort(String text) {
    if (!text.isEmpty() && !text.matches("([0-9.]+|\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+):\\d{1,5}")) {
      throw new IllegalArgumentException("must be ADDRESS:PORT like 127.0.0.1:9465 or [::1]:9465");
    }
    return text;
  }
}

package io.weft.pipeline.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Chapters of the book that are partly made from the code: what stands between
/// `<!-- made: NAME -->` and `<!-- end -->`. `-Dgolden.update` rewrites it.
final class Book {

  private static final Pattern MADE =
      Pattern.compile("(<!-- made: (.+?) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private Book() {}

  /// Fails unless the chapter has each of the parts, once, as it is.
  static void check(String chapter, Map<String, String> parts) throws IOException {
    Path file = Path.of("../docs").resolve(chapter);
    Map<String, String> left = new LinkedHashMap<>(parts);
    String text = Files.readString(file);
    String made =
        MADE.matcher(text)
            .replaceAll(match -> {
              String part = left.remove(match.group(2));
              assertThat(part).as("%s, once in %s", match.group(2), chapter).isNotNull();
              return Matcher.quoteReplacement(match.group(1) + part + match.group(3));
            });
    if (System.getProperty("golden.update") != null) {
      Files.writeString(file, made);
      text = made;
    }
    assertThat(left.keySet()).as("missing in " + chapter).isEmpty();
    assertThat(text).isEqualTo(made);
  }
}

package io.weft.controller.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The book's chapter on operating shows the settings as they are. `-Dgolden.update` rewrites it.
class OperatingChapterTest {

  private static final Path CHAPTER = Path.of("..", "docs", "7-operating.md");
  private static final String BEGIN = "<!-- made: settings -->\n";
  private static final String END = "<!-- end -->";

  private static String table() {
    StringBuilder text = new StringBuilder("| key | value | default | |\n");
    text.append("| --- | --- | --- | --- |\n");
    for (Setting<?> setting : Settings.ALL) {
      String fallback = setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "`";
      text.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  setting.key(), setting.form().replace("|", "\\|"), fallback, setting.meaning()));
    }
    return text.toString();
  }

  @Test
  void theChapterShowsEverySettingAsItIs() throws IOException {
    String chapter = Files.readString(CHAPTER);
    int begin = chapter.indexOf(BEGIN) + BEGIN.length();
    int end = chapter.indexOf(END, begin);
    if (System.getProperty("golden.update") != null) {
      chapter = chapter.substring(0, begin) + table() + chapter.substring(end);
      Files.writeString(CHAPTER, chapter);
      return;
    }
    assertThat(chapter.substring(begin, end)).isEqualTo(table());
  }
}

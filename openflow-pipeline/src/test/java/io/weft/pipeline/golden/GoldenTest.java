package io.weft.pipeline.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.openflow.Group;
import io.weft.openflow.text.FlowText;
import io.weft.openflow.text.GroupText;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whole tables, one file per configuration. `-Dgolden.update` rewrites them.
class GoldenTest {

  static final Path DIRECTORY = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @EnumSource
  void theTablesAreThoseOfTheGoldenFile(Configuration configuration) throws IOException {
    Path file = DIRECTORY.resolve(configuration.fileName());
    String text =
        "# %s\n# Written by the compiler; -Dgolden.update rewrites it.\n%s"
            .formatted(configuration.text(), new Dump(configuration.compiler()).all());
    if (System.getProperty("golden.update") != null) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @EnumSource
  void theGoldenFileReadBackIsTheProgram(Configuration configuration) throws IOException {
    String text = Files.readString(DIRECTORY.resolve(configuration.fileName()));
    FlowProgram program = configuration.compiler().program();
    FlowProgram read =
        FlowProgram.of(
            FlowText.parseAll(text, Dump.NAMES), groups(configuration), program.meters().values());
    assertThat(FlowDiff.between(read, program).changes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theGroupsAreThoseOfTheGoldenFile(Configuration configuration) throws IOException {
    Path file = DIRECTORY.resolve(configuration.groupsFileName());
    String text = text(configuration.compiler().program());
    if (System.getProperty("golden.update") != null && !text.isEmpty()) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.exists(file) ? Files.readString(file) : "");
  }

  private static String text(FlowProgram program) {
    return program.groups().values().stream()
        .sorted(Comparator.comparingLong(Group::id))
        .map(group -> GroupText.print(group, Dump.NAMES) + "\n")
        .collect(Collectors.joining());
  }

  private static List<Group> groups(Configuration configuration) throws IOException {
    Path file = DIRECTORY.resolve(configuration.groupsFileName());
    return Files.exists(file) ? GroupText.parseAll(Files.readString(file), Dump.NAMES) : List.of();
  }
}

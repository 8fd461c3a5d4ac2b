package io.weft.pipeline.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.openflow.text.FlowText;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        FlowProgram.of(FlowText.parseAll(text, Dump.NAMES), List.of(), program.meters().values());
    assertThat(FlowDiff.between(read, program).changes()).isEmpty();
  }
}

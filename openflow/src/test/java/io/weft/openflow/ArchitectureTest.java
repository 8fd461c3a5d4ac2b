package io.weft.openflow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.weft.openflow");

  private static final String[] VALUES = {
    "io.weft.openflow", "io.weft.openflow.match", "io.weft.openflow.action", "io.weft.openflow.text"
  };

  @Test
  void valuesAndTextUseOnlyTheJdkAndNothingThatTouchesTheWorld() {
    String[] allowed = {
      "io.weft.openflow",
      "io.weft.openflow.match",
      "io.weft.openflow.action",
      "io.weft.openflow.text",
      "io.weft.net..",
      "java.lang..",
      "java.util",
      "java.util.function",
      "java.util.stream",
      "java.time",
      "org.jspecify.."
    };
    classes()
        .that()
        .resideInAnyPackage(VALUES)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(OURS);
  }

  @Test
  void messagesAndTheirBytesArePureToo() {
    classes()
        .that()
        .resideInAnyPackage("io.weft.openflow.message", "io.weft.openflow.wire")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.weft.openflow",
            "io.weft.openflow.match",
            "io.weft.openflow.action",
            "io.weft.openflow.message",
            "io.weft.openflow.wire",
            "io.weft.net..",
            "java.lang..",
            "java.util",
            "java.util.function",
            "java.time",
            "org.jspecify..")
        .check(OURS);
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("io.weft.openflow.(*)..")
        .should()
        .beFreeOfCycles()
        .check(OURS);
  }
}

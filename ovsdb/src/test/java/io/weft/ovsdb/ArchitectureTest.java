package io.weft.ovsdb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.weft.ovsdb");

  @Test
  void onlyTheClientsTouchTheNetwork() {
    noClasses()
        .that()
        .resideInAnyPackage("..notation..", "..operations..", "..schema..", "..monitor..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "java.net", "java.nio.channels", "java.util.concurrent..")
        .check(OURS);
  }

  @Test
  void openFlowIsNotKnownHere() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.weft.ovsdb..",
            "io.weft.net..",
            "io.vertx.core..",
            "com.fasterxml.jackson..",
            "java..",
            "org.jspecify..")
        .check(OURS);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.weft.ovsdb.(*)..").should().beFreeOfCycles().check(OURS);
  }
}

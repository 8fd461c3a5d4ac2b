package io.weft.kubernetes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.weft.kubernetes");

  @Test
  void convertingIsPure() {
    classes()
        .that()
        .resideInAPackage("io.weft.kubernetes.convert")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.weft.kubernetes.convert",
            "io.weft.cluster",
            "io.weft.net",
            "java.lang..",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "java.time",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void theKubernetesClientStaysInTheWatch() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.weft.kubernetes.watch")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8..")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.weft.kubernetes.(*)").should().beFreeOfCycles().check(CLASSES);
  }
}

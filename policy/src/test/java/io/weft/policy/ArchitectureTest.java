package io.weft.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.weft.policy");

  @Test
  void onlyTheJdkIsUsedAndNothingThatTouchesTheWorld() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.weft.policy..",
            "io.weft.cluster",
            "io.weft.net",
            "java.lang..",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void theOracleSharesNothingWithTheWayToFlows() {
    noClasses()
        .that()
        .resideInAPackage("io.weft.policy.oracle")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.weft.policy")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.weft.policy")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.weft.policy.oracle")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.weft.policy.oracle")
        .should()
        .callMethod(io.weft.cluster.LabelSelector.class, "matches", io.weft.cluster.Labels.class)
        .check(CLASSES);
  }
}

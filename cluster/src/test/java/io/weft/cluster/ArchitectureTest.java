package io.weft.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void onlyTheJdkIsUsedAndNothingThatTouchesTheWorld() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.weft.net..",
            "io.weft.cluster..",
            "java.lang..",
            "java.util",
            "java.util.stream",
            "java.util.function",
            "java.time",
            "org.jspecify..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.weft.cluster"));
  }
}

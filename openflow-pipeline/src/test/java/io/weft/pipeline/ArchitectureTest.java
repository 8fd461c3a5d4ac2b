package io.weft.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.weft.pipeline");

  @Test
  void onlyTheJdkAndOtherPureModulesAreUsed() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.weft.pipeline..",
            "io.weft.net..",
            "io.weft.cluster..",
            "io.weft.policy..",
            "io.weft.openflow",
            "io.weft.openflow.action..",
            "io.weft.openflow.match..",
            "io.weft.openflow.text..",
            "java.lang..",
            "java.time",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "org.jspecify..")
        .check(MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.weft.pipeline.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void noClassHasANameThatSaysNothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Handler|Processor|Data|Info|Abstract.*)$")
        .check(MAIN);
  }
}

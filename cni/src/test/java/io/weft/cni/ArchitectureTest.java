package io.weft.cni;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.weft.cni");

  private static final String[] JDK = {
    "java.lang", "java.lang.runtime", "java.lang.invoke", "java.util", "java.util.function..",
    "java.util.stream..", "java.time", "java.nio", "java.nio.charset", "org.jspecify.."
  };

  private static void pure(String name, String... more) {
    String[] allowed = Arrays.copyOf(JDK, JDK.length + more.length);
    System.arraycopy(more, 0, allowed, JDK.length, more.length);
    classes()
        .that()
        .resideInAPackage(name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(CLASSES);
  }

  @Test
  void theContractIsPureButForJson() {
    pure("io.weft.cni.spec", "io.weft.cni.spec", "io.weft.net", "com.fasterxml.jackson..");
  }

  @Test
  void addressManagementIsPure() {
    pure("io.weft.cni.address", "io.weft.cni.address", "io.weft.net");
  }

  @Test
  void framesArePure() {
    pure("io.weft.cni.relay", "io.weft.cni.relay", "io.weft.cni.spec");
  }

  @Test
  void attachmentsAndTheSeamArePure() {
    pure(
        "io.weft.cni.wiring",
        "io.weft.cni.wiring",
        "io.weft.cni.spec",
        "io.weft.net",
        "java.security");
  }

  @Test
  void onlyOnePackageCallsTheSystem() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.weft.cni.linux")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(CLASSES);
  }

  @Test
  void commandsDoNotKnowTheOperatingSystem() {
    noClasses()
        .that()
        .resideInAPackage("io.weft.cni.command")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.weft.cni.linux", "io.weft.cni.netlink", "io.weft.cni.wiring.linux")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.weft.cni.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}

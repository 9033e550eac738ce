package dev.codecsmith.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the house: they point down only. */
class ArchitectureTest {
  private static final String ROOT = "dev.codecsmith.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.codecsmith");

  @Test
  void arrowsPointDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.codecsmith..")
        .layer("cli")
        .definedBy(ROOT + "cli..")
        .layer("evolve")
        .definedBy(ROOT + "evolve..")
        .layer("lab")
        .definedBy(ROOT + "lab..")
        .layer("store")
        .definedBy(ROOT + "store..")
        .layer("sandbox")
        .definedBy(ROOT + "sandbox..")
        .layer("metrics")
        .definedBy(ROOT + "metrics..")
        .layer("video")
        .definedBy(ROOT + "video..")
        .layer("codec-api")
        .definedBy(ROOT + "codec..")
        .layer("codecs")
        .definedBy(ROOT + "codecs..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("evolve")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("lab")
        .mayOnlyBeAccessedByLayers("cli", "evolve")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers("cli", "evolve", "lab")
        .whereLayer("sandbox")
        .mayOnlyBeAccessedByLayers("cli", "evolve", "lab", "store")
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers("cli", "evolve", "lab", "store")
        .whereLayer("video")
        .mayOnlyBeAccessedByLayers("cli", "evolve", "lab", "store")
        .whereLayer("codec-api")
        .mayOnlyBeAccessedByLayers("sandbox", "codecs")
        .whereLayer("codecs")
        .mayOnlyBeAccessedByLayers("cli")
        .ensureAllClassesAreContainedInArchitecture()
        .check(CLASSES);
  }

  @Test
  void metricsAndTheCodecContractNeedTheJdkOnly() {
    classes()
        .that()
        .resideInAnyPackage(ROOT + "metrics..", ROOT + "codec..")
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage(ROOT + "metrics..")
                .or(resideInAPackage(ROOT + "codec.."))
                .or(resideInAPackage("java.."))
                .or(resideInAPackage("jdk.incubator.vector.."))
                .or(resideInAPackage("org.jspecify.annotations..")))
        .check(CLASSES);
  }

  @Test
  void shippedProgramsAreMadeOfTheContractAlone() {
    classes()
        .that()
        .resideInAPackage(ROOT + "codecs..")
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage(ROOT + "codecs..")
                .or(resideInAPackage("java.."))
                .or(resideInAPackage("org.jspecify.annotations..")))
        .check(CLASSES);
  }

  @Test
  void packagesOfAModuleHaveNoCycles() {
    slices().matching("dev.codecsmith.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheCommandPrintsOrExits() {
    noClasses()
        .that(
            resideInAPackage("dev.codecsmith..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAPackage(ROOT + "cli.."))))
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }
}

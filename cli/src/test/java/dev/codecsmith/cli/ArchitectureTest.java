package dev.codecsmith.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.codecsmith.codec.FrameBits;
import dev.codecsmith.codecs.ShippedProgram;
import dev.codecsmith.codecs.ShippedPrograms;
import dev.codecsmith.evolve.models.calls.EventSpending;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.jdk.CompilerServer;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages: they point down only. */
class ArchitectureTest {
  private static final String ROOT = "dev.codecsmith.";

  /** What runs in processes of its own, and talks to the harness by their standard streams. */
  private static final DescribedPredicate<JavaClass> CHILDREN =
      belongToAnyOf(CompilerServer.class, FrameBits.class)
          .or(resideInAPackage(ROOT + "codec.host"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // What modules' tests share comes as a jar.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.codecsmith");

  @Test
  void arrowsPointDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.codecsmith..")
        .layer("cli")
        .definedBy(ROOT + "cli..")
        .layer("dashboard")
        .definedBy(ROOT + "dashboard..")
        .layer("service")
        .definedBy(ROOT + "service..")
        .layer("cluster")
        .definedBy(ROOT + "cluster..")
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
        .layer("charts")
        .definedBy(ROOT + "charts..")
        .layer("codec-api")
        .definedBy(ROOT + "codec..")
        .layer("codecs")
        .definedBy(ROOT + "codecs..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("dashboard")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("service")
        .mayOnlyBeAccessedByLayers("cli", "dashboard")
        .whereLayer("cluster")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("evolve")
        .mayOnlyBeAccessedByLayers("cli", "dashboard", "service")
        .whereLayer("lab")
        .mayOnlyBeAccessedByLayers("cli", "dashboard", "service", "cluster", "evolve")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers("cli", "dashboard", "service", "cluster", "evolve", "lab")
        .whereLayer("sandbox")
        .mayOnlyBeAccessedByLayers(
            "cli", "dashboard", "service", "cluster", "evolve", "lab", "store")
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers("cli", "dashboard", "service", "evolve", "lab", "store")
        .whereLayer("video")
        .mayOnlyBeAccessedByLayers(
            "cli", "dashboard", "service", "cluster", "evolve", "lab", "store")
        .whereLayer("charts")
        .mayOnlyBeAccessedByLayers("cli")
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
    for (ShippedProgram program : ShippedPrograms.all()) {
      JavaClasses classes = new ClassFileImporter().importPackages(program.name());
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage(program.name() + "..")
                  .or(resideInAPackage(ROOT + "codec"))
                  .or(resideInAPackage("java..")))
          .check(classes);
    }
  }

  /**
   * Whoever measures has artifacts and answers; the process that runs a campaign writes records.
   */
  @Test
  void whoMeasuresReachesNoExperimentStore() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "lab.local",
            ROOT + "lab.points",
            ROOT + "lab.steps",
            ROOT + "cluster.worker",
            ROOT + "cluster.workflow",
            ROOT + "cluster.server")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                ROOT + "store.experiments",
                ROOT + "store.lifecycle",
                ROOT + "store.events",
                ROOT + "store.data",
                ROOT + "store.cloud",
                ROOT + "store.outbox",
                ROOT + "store.sqlite",
                ROOT + "store.memory",
                ROOT + "store.dynamo",
                ROOT + "lab.dispatch",
                ROOT + "lab.experiment"))
        .check(CLASSES);
    // The campaign's side of a fleet hands its store on, and asks nothing of it.
    noClasses()
        .that()
        .resideInAPackage(ROOT + "cluster..")
        .should()
        .accessClassesThat(assignableTo(ExperimentStore.class))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.codecsmith.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void aPackageHasAtMostSeventeenClasses() {
    Map<String, Long> sizes =
        CLASSES.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .filter(type -> !isBuilderOfARecord(type))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(sizes).isNotEmpty();
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(17));
  }

  /** Generated, so nobody reads it. */
  private static boolean isBuilderOfARecord(JavaClass type) {
    String record = type.getName().replaceFirst("Builder$", "");
    return !record.equals(type.getName())
        && CLASSES.contain(record)
        && CLASSES.get(record).isRecord();
  }

  /**
   * But for the words of the contract that candidates implement: who writes or reads a program sees
   * those alone, and the harness calls the same things the same for itself.
   */
  @Test
  void aNameIsGivenToOneClass() {
    List<String> names =
        CLASSES.stream()
            .filter(not(resideInAPackage(ROOT + "codec..")))
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .map(JavaClass::getSimpleName)
            .toList();
    assertThat(names).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void aRecordOfMoreThanSevenPartsHasABuilder() {
    assertThat(CLASSES.stream().filter(JavaClass::isRecord))
        .isNotEmpty()
        .filteredOn(type -> type.reflect().getRecordComponents().length > 7)
        .allSatisfy(type -> assertThat(CLASSES.contain(builder(type))).as(type.getName()).isTrue());
  }

  /** Named by the library after the record and the classes that it stands in. */
  private static String builder(JavaClass type) {
    return type.getName().replace("$", "") + "Builder";
  }

  @Test
  void progressIsDrawnFromEventsAlone() {
    DescribedPredicate<JavaClass> partsOfEvents =
        belongToAnyOf(
            ExperimentStatus.class,
            FailureKind.class,
            Json.class,
            PlainText.class,
            Spending.class,
            EventSpending.class);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "cli.progress..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.codecsmith..")
                .and(
                    resideOutsideOfPackages(
                        ROOT + "cli.progress", ROOT + "cli.output", ROOT + "store.events"))
                .and(not(partsOfEvents)))
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandPrintsOrExits() {
    DescribedPredicate<JavaClass> elsewhere =
        resideOutsideOfPackage(ROOT + "cli..").as("classes outside the command");
    noClasses().that(elsewhere).should().callMethod(System.class, "exit", int.class).check(CLASSES);
    noClasses()
        .that(elsewhere.and(not(CHILDREN)))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }
}

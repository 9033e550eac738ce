package dev.codecsmith.evolve.proposers.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.sandbox.program.Program;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** How the tuner searches, where the score is a function of the constants. */
class TunerProposerTest {
  private static final int LAG = 2;

  /** Twelve constants of several kinds, none of them at its best. */
  private static Program program(String name) {
    StringBuilder source = new StringBuilder("class " + name + " {\n");
    for (int i = 0; i < 4; i++) {
      source.append("  int OFFSET_" + i + " = 0; // tune: -8..8\n");
      source.append("  int FACTOR_" + i + " = 20; // tune: 5..80\n");
      source.append("  int LIMIT_" + i + " = 14; // tune: 1..40\n");
    }
    return Program.of("java", name, Map.of(name + ".java", source.append("}\n").toString()));
  }

  private static SequencedMap<String, Program> library(Program... programs) {
    SequencedMap<String, Program> library = new LinkedHashMap<>();
    for (Program program : programs) {
      library.put(program.entry(), program);
    }
    return library;
  }

  /** A bowl, steeper in some directions than in others, with its lowest point off the middle. */
  private static double bowl(Program program) {
    ConstantSpace space = ConstantSpace.of(program);
    double[] point = space.point(space.values());
    double sum = -24;
    for (int i = 0; i < point.length; i++) {
      double best = 0.3 + 0.4 * (i % 5) / 4;
      double off = point[i] - best;
      sum += (4 + 40 * (i % 3)) * off * off;
    }
    return sum;
  }

  @Test
  void findsMoreThanRandomStepsDoInAsManyExperiments() throws Exception {
    Program program = program("X");
    for (long seed = 1; seed <= 3; seed++) {
      double random =
          new TuningRace(new RandomTuner(library(program)), TunerProposerTest::bowl, LAG)
              .to(60, seed)
              .best();
      double tuner =
          new TuningRace(new TunerProposer(library(program), seed), TunerProposerTest::bowl, LAG)
              .to(40, seed)
              .best();
      assertThat(tuner).as("seed " + seed).isLessThan(random);
    }
  }

  @Test
  void whatFailedIsNotTriedAgainAndIsKeptAwayFrom() throws Exception {
    // Half of the cube, on the best side of which there is a wall.
    ToDoubleFunction<Program> walled =
        program -> {
          ConstantSpace space = ConstantSpace.of(program);
          return space.values().getFirst() > 1 ? Double.NaN : bowl(program);
        };
    Program program = program("X");
    TuningRace race = new TuningRace(new TunerProposer(library(program), 5), walled, LAG).to(40, 5);
    assertThat(race.programs().stream().map(Program::sha256)).doesNotHaveDuplicates();
    assertThat(race.best()).isLessThan(bowl(program) - 1);
    List<Program> late = race.programs().subList(20, 40);
    assertThat(late.stream().filter(each -> Double.isNaN(walled.applyAsDouble(each))))
        .hasSizeLessThan(late.size() / 2);
  }

  @Test
  void aProgramFarBehindIsLeftAloneAlsoBeforeTheBestHasAScore() throws Exception {
    Program weak = program("Weak");
    Program strong = program("Strong");
    TuningRace race =
        new TuningRace(
            new TunerProposer(library(weak, strong), 3),
            program -> program.entry().equals("Weak") ? 400 : bowl(program),
            LAG);
    race.then(Candidate.of("weak", weak, "library", List.of(), ""));
    race.then(Candidate.of("strong", strong, "library", List.of(), ""));
    // The third knows of the weak one only.
    race.to(12, 3);
    assertThat(race.programs().subList(2, 12))
        .allSatisfy(program -> assertThat(program.entry()).isEqualTo("Strong"));
  }

  @Test
  void aBetterProgramOfSomebodyElseIsTunedInstead() throws Exception {
    TuningRace race =
        new TuningRace(
            new TunerProposer(library(program("Old")), 3),
            program -> bowl(program) - (program.entry().equals("New") ? 100 : 0),
            LAG);
    race.to(6, 3);
    race.then(Candidate.of("new", program("New"), "claude", List.of(), ""));
    race.to(12, 3);
    assertThat(race.programs().subList(8, 12))
        .allSatisfy(program -> assertThat(program.entry()).isEqualTo("New"));
    assertThat(race.experiments().getLast().name()).isEqualTo("new+t12");
  }

  @Test
  void aConstantOutsideItsRangeIsLeftAsItIsAndStopsNoCampaign() throws Exception {
    Program program =
        Program.of(
            "java",
            "X",
            Map.of(
                "X.java",
                """
                class X {
                  int ABOVE = 32; // tune: 4..16
                  int BELOW = 0; // tune: 1..16
                  int OFFSET = 0; // tune: -8..8
                  int FACTOR = 20; // tune: 5..80
                }
                """));
    for (long seed = 0; seed < 30; seed++) {
      TuningRace race =
          new TuningRace(new TunerProposer(library(program), seed), TunerProposerTest::bowl, LAG)
              .to(8, seed);
      assertThat(race.programs())
          .allSatisfy(each -> {
            assertThat(each.files().get("X.java")).contains("ABOVE = 32;", "BELOW = 0;");
            assertThat(TunableConstant.of(each))
                .hasSize(2)
                .allSatisfy(constant ->
                    assertThat(constant.value()).isBetween(constant.low(), constant.high()));
          });
    }
  }

  @Test
  void whoBeginsAnewProposesTheSame() throws Exception {
    Program program = program("X");
    TuningRace whole =
        new TuningRace(new TunerProposer(library(program), 9), TunerProposerTest::bowl, LAG)
            .to(14, 9);
    TuningRace again =
        new TuningRace(new TunerProposer(library(program), 9), TunerProposerTest::bowl, LAG);
    for (int i = 0; i < 13; i++) {
      again.then(
          Candidate.of(
              whole.experiments().get(i).name(),
              whole.programs().get(i),
              TunerProposer.NAME,
              List.of(),
              ""));
    }
    assertThat(again.asked(14, 9).program()).isEqualTo(whole.programs().getLast());
  }

  @Test
  void whatConstantsOfANameShowedElsewhereIsUsed() throws Exception {
    double alone = 0;
    double taught = 0;
    for (long seed = 1; seed <= 8; seed++) {
      alone += afterwards(new TuningRace(tuner(seed), TunerProposerTest::second, LAG), seed);
      TuningRace first = new TuningRace(tuner(seed), TunerProposerTest::second, LAG).to(40, seed);
      taught += afterwards(first, seed);
    }
    assertThat(taught).isLessThan(alone);
  }

  private static TunerProposer tuner(long seed) {
    return new TunerProposer(library(program("X")), seed);
  }

  private static double second(Program program) {
    return bowl(program) - (program.entry().equals("Y") ? 100 : 0);
  }

  /** The best score after some experiments with a second program of the same names. */
  private static double afterwards(TuningRace race, long seed) throws Exception {
    race.then(Candidate.of("x", program("X"), "library", List.of(), ""));
    race.then(Candidate.of("y", program("Y"), "claude", List.of(), ""));
    return race.to(race.programs().size() + 16, seed).best();
  }

  @Test
  void whatChangedIsSaid() throws Exception {
    TuningRace race = new TuningRace(tuner(2), TunerProposerTest::bowl, LAG).to(10, 2);
    Candidate candidate = race.asked(11, 2);
    assertThat(candidate.reasoning()).matches("(\\w+ -?\\d+ → -?\\d+(, |\\.$))+");
    assertThat(candidate.parents()).hasSize(1);
    assertThat(candidate.proposer()).isEqualTo("tuner");
  }
}

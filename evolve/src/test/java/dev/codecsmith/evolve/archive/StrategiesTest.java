package dev.codecsmith.evolve.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.random.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrategiesTest {
  private static double bowl(Members.Point p) {
    return 100 * p.distance(0.7);
  }

  static List<String> names() {
    return Strategies.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theSameMembersAndSeedGiveTheSameChoices(String name) {
    assertThat(play(name, 7, 300)).isEqualTo(play(name, 7, 300));
  }

  @ParameterizedTest
  @MethodSource("names")
  void anArchiveRebuiltFromItsMembersGoesOnAsTheOneThatGrew(String name) {
    Archive grown = Strategies.create(name, ArchiveSettings.defaults(3));
    Members.Campaign campaign = new Members.Campaign(grown, 3, 6, StrategiesTest::bowl);
    List<Member> history = new ArrayList<>();
    for (int iteration = 1; iteration <= 250; iteration++) {
      // Questions in between, of this iteration and of others, change nothing.
      grown.choose(iteration + 17);
      history.add(campaign.step(iteration));
      if (iteration % 50 == 0) {
        Archive rebuilt = Strategies.create(name, ArchiveSettings.defaults(3));
        history.forEach(rebuilt::add);
        assertThat(rebuilt.elites()).isEqualTo(grown.elites());
        assertThat(rebuilt.best()).isEqualTo(grown.best());
        for (int next = iteration + 1; next < iteration + 30; next++) {
          assertThat(rebuilt.choose(next)).isEqualTo(grown.choose(next));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void choicesAreFinishedScoredAndDistinct(String name) {
    Archive archive = Strategies.create(name, ArchiveSettings.defaults(5));
    assertThat(archive.choose(1).parents()).isEmpty();
    archive.add(Members.failed(1));
    assertThat(archive.choose(2).parents()).isEmpty();
    List<Integer> scored = new ArrayList<>();
    for (int iteration = 2; iteration < 200; iteration++) {
      Choice choice = archive.choose(iteration);
      List<String> all = new ArrayList<>(choice.parents());
      all.addAll(choice.inspirations());
      assertThat(all).doesNotHaveDuplicates();
      assertThat(choice.inspirations()).hasSizeLessThanOrEqualTo(3);
      assertThat(all.stream().map(Members::iteration)).isSubsetOf(scored);
      if (iteration % 3 == 0) {
        archive.add(Members.failed(iteration));
      } else {
        archive.add(Members.scored(iteration, Dice.of(1, iteration, "score").uniform()));
        scored.add(iteration);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsKeptStaysSmallOverTenThousandMembers(String name) {
    Archive archive = Strategies.create(name, ArchiveSettings.defaults(2));
    Members.Campaign campaign = new Members.Campaign(archive, 2, 6, StrategiesTest::bowl);
    IntStream.rangeClosed(1, 10_000).forEach(campaign::step);
    assertThat(archive.elites()).hasSizeBetween(1, 4 * 24);
    assertThat(archive.elites()).isSortedAccordingTo(Population.BEST_FIRST);
  }

  @ParameterizedTest
  @MethodSource("names")
  void membersAreTakenInTheOrderOfTheirIterationsOnly(String name) {
    Archive archive = Strategies.create(name, ArchiveSettings.defaults(2));
    archive.add(Members.scored(4, 1));
    assertThatThrownBy(() -> archive.add(Members.scored(4, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("after iteration 4");
  }

  @Test
  void useOfHistoryBeatsIndependentSamplingOnASmoothLandscape() {
    double independent = meanBest("independent");
    assertThat(meanBest("greedy")).isLessThan(independent / 2);
    assertThat(meanBest("islands")).isLessThan(independent);
    assertThat(meanBest("map-elites")).isLessThan(independent);
    assertThat(meanBest("pareto")).isLessThan(independent);
  }

  @Test
  void islandsFindTheFarValleyNoLessOftenThanGreedyRefinement() {
    // A wide valley with floor 20 and, too far for a step, a narrow one with floor 0.
    ToDoubleFunction<Members.Point> valleys =
        p -> Math.min(20 + 20 * p.distance(0.2), 100 * p.distance(0.9));
    ArchiveSettings apart = new ArchiveSettings(1, 3, 0, 8, 8, 1_000, BehaviourAxis.DEFAULT);
    int islands = 0;
    int greedy = 0;
    for (int seed = 1; seed <= 200; seed++) {
      islands += best("islands", apart, seed, valleys) < 20 ? 1 : 0;
      greedy += best("greedy", apart, seed, valleys) < 20 ? 1 : 0;
    }
    assertThat(islands).isGreaterThanOrEqualTo(greedy);
  }

  @Test
  void anUnknownStrategyIsToldWhichThereAre() {
    assertThatThrownBy(() -> Strategies.create("magic", ArchiveSettings.defaults(1)))
        .hasMessage(
            "There is no archive strategy 'magic'; choose one of islands, map-elites, pareto,"
                + " greedy, independent.");
  }

  private static double meanBest(String name) {
    return IntStream.rangeClosed(1, 5)
        .mapToDouble(seed -> best(name, ArchiveSettings.defaults(seed), seed, StrategiesTest::bowl))
        .average()
        .orElseThrow();
  }

  private static double best(
      String name, ArchiveSettings settings, int seed, ToDoubleFunction<Members.Point> landscape) {
    Archive archive = Strategies.create(name, settings);
    Members.Campaign campaign = new Members.Campaign(archive, seed, 6, landscape);
    IntStream.rangeClosed(1, 400).forEach(campaign::step);
    return archive.best().orElseThrow().score().orElseThrow();
  }

  private static List<Member> play(String name, long seed, int iterations) {
    Archive archive = Strategies.create(name, ArchiveSettings.defaults(seed));
    Members.Campaign campaign = new Members.Campaign(archive, seed, 6, StrategiesTest::bowl);
    return IntStream.rangeClosed(1, iterations).mapToObj(campaign::step).toList();
  }
}

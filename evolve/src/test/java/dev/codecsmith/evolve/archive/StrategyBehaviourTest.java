package dev.codecsmith.evolve.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentIdentity;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrategyBehaviourTest {

  private static ArchiveSettings settings(double crossover, int islands, int migration) {
    return new ArchiveSettings(11, 3, crossover, islands, 4, migration, BehaviourAxis.DEFAULT);
  }

  @Test
  void islandsBreedApartUntilTheyMigrate() {
    Archive archive = Strategies.create("islands", settings(0, 3, 30));
    for (int iteration = 1; iteration <= 30; iteration++) {
      archive.add(Members.child(iteration, 100 - iteration));
    }
    for (int iteration = 31; iteration <= 60; iteration++) {
      int parent = Members.iteration(archive.choose(iteration).parents().getFirst());
      assertThat(parent % 3).isEqualTo(iteration % 3);
    }
    archive.add(Members.failed(31));
    Set<Integer> parentsOfIslandOne = new HashSet<>();
    for (int iteration = 34; iteration < 400; iteration += 3) {
      parentsOfIslandOne.add(Members.iteration(archive.choose(iteration).parents().getFirst()));
    }
    // Iteration 30 was the best of island 0, whose next one on the ring is island 1.
    assertThat(parentsOfIslandOne).contains(30, 28);
  }

  @Test
  void anEmptyIslandBeginsFromTheBestProgram() {
    Archive archive = Strategies.create("islands", settings(0, 3, 1000));
    // Two for each of three islands, all of island 1.
    for (int iteration = 1; iteration <= 16; iteration += 3) {
      archive.add(Members.child(iteration, iteration == 4 ? 10 : 50 + iteration));
    }
    Choice choice = archive.choose(17);
    assertThat(choice.parents()).containsExactly(Members.id(4));
    assertThat(choice.reason()).isEqualTo("island 3 of 3, still empty: the best program");
    assertThat(archive.choose(19).reason()).isEqualTo("island 2 of 3");
  }

  @Test
  void theBestFounderSeedsEveryIslandAndWeakOnesBreedNothing() {
    Archive archive = Strategies.create("islands", settings(0, 4, 1000));
    archive.add(Members.scored(1, 393));
    archive.add(Members.scored(2, 100));
    archive.add(Members.scored(3, -24));
    archive.add(Members.scored(4, -20));
    archive.add(Members.scored(5, 393));
    for (int iteration = 6; iteration < 200; iteration++) {
      assertThat(archive.choose(iteration).parents())
          .isSubsetOf(
              iteration % 4 == 0 ? List.of(Members.id(3), Members.id(4)) : List.of(Members.id(3)));
    }
  }

  @Test
  void theBestOfAllBreedsUntilThereAreTwoChildrenForEachIsland() {
    Archive archive = Strategies.create("islands", settings(1, 4, 1000));
    archive.add(Members.scored(1, 100));
    archive.add(Members.scored(2, 90));
    double best = 90;
    for (int iteration = 3; iteration < 11; iteration++) {
      Choice choice = archive.choose(iteration);
      assertThat(choice.parents()).containsExactly(archive.best().orElseThrow().id());
      assertThat(choice.inspirations()).doesNotContainAnyElementsOf(choice.parents());
      best -= iteration % 2 == 0 ? -5 : 4;
      archive.add(Members.child(iteration, best));
    }
    assertThat(archive.choose(11).reason()).startsWith("island ");
  }

  @Test
  void aCrossoverTakesItsSecondParentFromAnotherIsland() {
    Archive archive = Strategies.create("islands", settings(1, 2, 1000));
    IntStream.rangeClosed(1, 8).forEach(i -> archive.add(Members.child(i, i)));
    Choice choice = archive.choose(9);
    assertThat(choice.parents()).hasSize(2);
    assertThat(Members.iteration(choice.parents().get(0)) % 2).isEqualTo(1);
    assertThat(Members.iteration(choice.parents().get(1)) % 2).isEqualTo(0);
  }

  @Test
  void aProgramWithTheSameFiguresAddsNothing() {
    Archive archive = Strategies.create("islands", settings(0, 1, 1000));
    IntStream.rangeClosed(1, 8).forEach(i -> archive.add(Members.scored(i, 5)));
    assertThat(archive.elites()).extracting(Member::iteration).containsExactly(1);
  }

  @Test
  void mapElitesKeepsTheBestOfEachCellAndChoosesFromAll() {
    Archive archive = Strategies.create("map-elites", settings(0, 1, 1));
    archive.add(Members.scored(1, 5, Map.of("a", 5.0), 1_000));
    archive.add(Members.scored(2, 50, Map.of("a", 50.0), 30_000));
    archive.add(Members.scored(3, 60, Map.of("a", 60.0), 30_000));
    archive.add(Members.scored(4, 45, Map.of("a", 45.0), 30_000));
    assertThat(archive.elites()).extracting(Member::iteration).containsExactly(1, 4);
    Set<String> parents = new HashSet<>();
    for (int iteration = 5; iteration < 60; iteration++) {
      parents.addAll(archive.choose(iteration).parents());
    }
    assertThat(parents).containsExactlyInAnyOrder(Members.id(1), Members.id(4));
  }

  @Test
  void axesCutBehaviourIntoBins() {
    Member small = Members.scored(1, 1, Map.of(), 1_000);
    Member large = Members.scored(2, 1, Map.of(), 2_000);
    assertThat(BehaviourAxis.DECODER_BYTES.bin(large))
        .isGreaterThan(BehaviourAxis.DECODER_BYTES.bin(small));
    assertThat(BehaviourAxis.DECODER_BYTES.bin(Members.scored(3, 1, Map.of(), 0))).isZero();
    assertThat(BehaviourAxis.named("encode-cpu")).contains(BehaviourAxis.ENCODE_CPU);
    assertThat(BehaviourAxis.named("colour")).isEmpty();
  }

  @Test
  void paretoKeepsASpecialistAndDropsTheDominated() {
    Archive archive = Strategies.create("pareto", settings(1, 1, 1));
    archive.add(Members.scored(1, 10, Map.of("a", 10.0, "b", 10.0), 1));
    archive.add(Members.scored(2, 40, Map.of("a", 81.0, "b", -1.0), 1));
    archive.add(Members.scored(3, 11, Map.of("a", 11.0, "b", 11.0), 1));
    assertThat(archive.elites()).extracting(Member::iteration).containsExactly(1, 2);
    Set<List<String>> parents = new HashSet<>();
    for (int iteration = 4; iteration < 40; iteration++) {
      parents.add(archive.choose(iteration).parents());
    }
    assertThat(parents)
        .containsExactlyInAnyOrder(
            List.of(Members.id(1), Members.id(2)), List.of(Members.id(2), Members.id(1)));
  }

  @Test
  void greedyRefinesTheBestAndShowsTheRunnersUp() {
    Archive archive = Strategies.create("greedy", settings(1, 1, 1));
    double[] scores = {9, 4, 7, 3, 8};
    for (int i = 0; i < scores.length; i++) {
      archive.add(Members.scored(i + 1, scores[i]));
    }
    assertThat(archive.choose(6))
        .isEqualTo(
            new Choice(
                List.of(Members.id(4)),
                List.of(Members.id(2), Members.id(3), Members.id(5)),
                "the best so far"));
  }

  @Test
  void independentSamplingNeverLooksBack() {
    Archive archive = Strategies.create("independent", settings(1, 1, 1));
    archive.add(Members.scored(1, 1));
    assertThat(archive.choose(2).parents()).isEmpty();
    assertThat(archive.choose(2).inspirations()).isEmpty();
    assertThat(archive.best()).isPresent();
  }

  @Test
  void aMemberIsReadFromSearchClipsOnly() {
    RatePoint.Resources resources = new RatePoint.Resources(2, 3, 4);
    RatePoint seen =
        RatePointBuilder.builder()
            .clip("seen")
            .quality(20)
            .bytes(1)
            .bitrateKbps(1)
            .metrics(Map.of("psnr_y", 30.0, "psnr_u", 36.0, "psnr_v", 38.0))
            .encode(resources)
            .decode(resources)
            .bitstreamSha256("")
            .framesSha256("")
            .build();
    RatePoint hidden =
        RatePointBuilder.builder()
            .clip("hidden")
            .quality(20)
            .bytes(1)
            .bitrateKbps(1)
            .metrics(Map.of())
            .encode(resources)
            .decode(resources)
            .bitstreamSha256("")
            .framesSha256("")
            .build();
    ExperimentRecord record =
        new ExperimentRecord(
            new ExperimentIdentity("exp_iter3_x", "c", 3, Instant.EPOCH),
            1,
            Lease.of("o"),
            ExperimentStatus.SUCCEEDED,
            new CandidateRecord("n", "java", "00", "p", List.of("exp_iter1_x"), "", Map.of()),
            ExperimentResultBuilder.builder(ExperimentResult.NONE)
                .decoderBytes(777)
                .executedProgramSha256("00")
                .points(List.of(seen, hidden))
                .scores(
                    Map.of(
                        "x264-medium",
                        new AnchorComparison(
                            new BdRate.Value(12, 1),
                            Map.of(
                                "seen",
                                new BdRate.Value(12, 1),
                                "hidden",
                                new BdRate.Value(99, 1)))))
                .score(Optional.of(12.0))
                .build(),
            Instant.EPOCH);
    Map<String, AnchorComparison> scores = new HashMap<>(record.scores());
    scores.put(
        "x264-medium/objective",
        new AnchorComparison(new BdRate.Value(7, 1), Map.of("seen", new BdRate.Value(7, 1))));
    ExperimentRecord byObjective =
        ExperimentRecordBuilder.builder(record)
            .result(ExperimentResultBuilder.builder(record.result()).scores(scores).build())
            .build();
    assertThat(Member.of(byObjective, "x264-medium", List.of("seen")).clipScores())
        .isEqualTo(Map.of("seen", 7.0));
    Member member = Member.of(record, "x264-medium", List.of("seen"));
    assertThat(member.clipScores()).isEqualTo(Map.of("seen", 12.0));
    assertThat(member.encodeCpuSeconds()).isEqualTo(2);
    assertThat(member.chromaLeadDb()).isEqualTo(7);
    assertThat(member.parents()).containsExactly("exp_iter1_x");
  }
}

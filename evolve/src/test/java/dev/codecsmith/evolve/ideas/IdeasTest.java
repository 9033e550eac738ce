package dev.codecsmith.evolve.ideas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.evolve.scorecard.Records;
import dev.codecsmith.evolve.scorecard.Scorecard;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdeasTest {
  private static final IdeaBank BANK =
      IdeaBank.of(
          List.of(
              idea("deblocking", IdeaTag.LOOP_FILTER, IdeaTag.LOW_RATE),
              idea("cfl", IdeaTag.CHROMA, IdeaTag.INTRA),
              idea("trellis", IdeaTag.QUANTISATION, IdeaTag.HIGH_RATE),
              idea("cabac", IdeaTag.ENTROPY)));

  private static Idea idea(String id, IdeaTag... tags) {
    return IdeaBuilder.builder()
        .id(id)
        .title(id)
        .tags(Set.of(tags))
        .gain("g")
        .cost("c")
        .source("s")
        .needs(List.of())
        .text("t")
        .build();
  }

  @Test
  void aProgramThatIsWeakAtLowRateNeedsLowRateTools() {
    Needs needs = needs(Records.point("a", 20, 200, 31), Records.point("a", 80, 700, 38));
    assertThat(needs.weight(IdeaTag.LOW_RATE)).isPositive();
    assertThat(needs.weight(IdeaTag.HIGH_RATE)).isZero();
    Needs other = needs(Records.point("a", 20, 110, 31), Records.point("a", 80, 1200, 38));
    assertThat(other.weight(IdeaTag.HIGH_RATE)).isPositive();
    assertThat(other.weight(IdeaTag.LOW_RATE)).isZero();
  }

  @Test
  void poorChromaNeedsChromaTools() {
    assertThat(needs(Records.point("a", 20, 200, 34, 31)).weight(IdeaTag.CHROMA)).isEqualTo(3);
  }

  @Test
  void aClipWorseThanTheOthersNeedsWhatItIsKnownFor() {
    Scorecard card =
        new Scorecard("e", Optional.of(20.0), List.of(clip("still", 40), clip("pan", 0)), 1000);
    Needs needs =
        Needs.of(card, Map.of("still", Set.of(IdeaTag.STATIC), "pan", Set.of(IdeaTag.CAMERA)));
    assertThat(needs.weight(IdeaTag.STATIC)).isEqualTo(1);
    assertThat(needs.weight(IdeaTag.CAMERA)).isZero();
    assertThat(needs.text()).isEqualTo("static 1.0");
  }

  @Test
  void ideasAreDrawnByNeed() {
    Map<String, Integer> first = new HashMap<>();
    Needs needs = Needs.NONE.plus(IdeaTag.CHROMA, 3);
    for (int iteration = 1; iteration <= 400; iteration++) {
      first.merge(
          IdeaChoice.draw(BANK, needs, IdeaLog.EMPTY, 2, 1, iteration).getFirst().id(),
          1,
          Integer::sum);
    }
    assertThat(first.get("cfl")).isBetween(280, 360);
    assertThat(first).hasSize(4);
  }

  @Test
  void theSameArgumentsDrawTheSameIdeas() {
    List<Idea> drawn = IdeaChoice.draw(BANK, Needs.NONE, IdeaLog.EMPTY, 3, 5, 9);
    assertThat(drawn).hasSize(3).doesNotHaveDuplicates();
    assertThat(IdeaChoice.draw(BANK, Needs.NONE, IdeaLog.EMPTY, 3, 5, 9)).isEqualTo(drawn);
    assertThat(IdeaChoice.draw(BANK, Needs.NONE, IdeaLog.EMPTY, 9, 5, 9)).hasSize(4);
  }

  @Test
  void whatWasTriedTwiceInVainIsNotDrawnAgain() {
    IdeaLog log =
        IdeaLog.EMPTY
            .plus(new IdeaOutcome("cabac", "e1", Optional.of(2.0), false))
            .plus(new IdeaOutcome("cabac", "e2", Optional.empty(), true))
            .plus(new IdeaOutcome("cfl", "e3", Optional.of(-3.0), false));
    for (int iteration = 1; iteration <= 100; iteration++) {
      assertThat(IdeaChoice.draw(BANK, Needs.NONE, log, 4, 1, iteration))
          .extracting(Idea::id)
          .doesNotContain("cabac")
          .contains("cfl");
    }
    assertThat(IdeaChoice.weight(BANK.find("cfl").orElseThrow(), Needs.NONE, log))
        .isLessThan(IdeaChoice.weight(BANK.find("trellis").orElseThrow(), Needs.NONE, log));
  }

  @Test
  void theLogFollowsFromWhatCandidatesDeclared() {
    ExperimentRecord record =
        Records.succeeded(
            5, 7, List.of(), List.of("p1", "p2"), "Better contexts.\nIDEA: cabac, cfl\n");
    Map<String, Double> scores = Map.of("p1", 12.0, "p2", 9.0);
    List<IdeaOutcome> trials = IdeaOutcome.of(record, id -> Optional.ofNullable(scores.get(id)));
    assertThat(trials)
        .containsExactly(
            new IdeaOutcome("cabac", Records.id(5), Optional.of(-2.0), false),
            new IdeaOutcome("cfl", Records.id(5), Optional.of(-2.0), false));
    List<IdeaOutcome> failed =
        IdeaOutcome.of(
            Records.failed(6, "boom", List.of("p1"), "IDEA: cabac"),
            id -> Optional.ofNullable(scores.get(id)));
    IdeaLog log = IdeaLog.EMPTY.plus(trials.getFirst()).plus(failed.getFirst());
    assertThat(log.effect("cabac").orElseThrow().text("points of BD-rate"))
        .isEqualTo("tried 2 times: 1 failed, best -2.0, mean -2.0 points of BD-rate");
    assertThat(log.effect("cabac").orElseThrow().bad()).isFalse();
    assertThat(log.effect("cfl")).isEmpty();
  }

  @Test
  void whatAPersonCancelledTellsNothingOfItsIdeas() {
    ExperimentRecord cancelled =
        Records.record(
            6,
            ExperimentStatus.FAILED,
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.of(
                new Failure(FailureKind.CANCELLED, ExperimentStatus.ENCODING, "It was cancelled.")),
            List.of("p1"),
            "IDEA: cabac");
    assertThat(IdeaOutcome.of(cancelled, _ -> Optional.of(12.0))).isEmpty();
  }

  private static Needs needs(RatePoint... points) {
    return Needs.of(
        Scorecard.of(
            Records.succeeded(1, 5, List.of(points), List.of(), ""),
            new ClipRoles(List.of("a"), List.of()),
            Records.anchors("a")),
        Map.of());
  }

  private static Scorecard.Clip clip(String name, double rate) {
    return new Scorecard.Clip(
        name,
        new java.util.TreeMap<>(
            Map.of("x264-medium", new dev.codecsmith.metrics.bd.BdRate.Value(rate, 1))),
        List.of());
  }
}

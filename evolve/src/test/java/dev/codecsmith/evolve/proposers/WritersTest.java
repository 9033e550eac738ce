package dev.codecsmith.evolve.proposers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.calls.FileCallLog;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.scorecard.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns of several models. */
class WritersTest {
  private static final int LAG = 2;

  @TempDir private Path folder;

  /** Proposes so many iterations; what {@code good} writes improves, the rest does not. */
  private List<String> campaign(int iterations, String goodCost, String otherCost)
      throws Exception {
    List<String> proposers = new ArrayList<>();
    ToyHistory history = new ToyHistory();
    double best = 100;
    try (FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
      ModelProposer proposer = proposer(log, goodCost, otherCost);
      for (int iteration = 1; iteration <= iterations; iteration++) {
        Candidate candidate = proposer.propose(history.request(iteration, LAG)).orElseThrow();
        proposers.add(candidate.proposer());
        boolean good = candidate.proposer().equals("claude:good");
        best = good ? best - 2 : best;
        history.then(
            candidate.proposer(),
            good ? best : best + 1,
            candidate.parents().toArray(String[]::new));
      }
    }
    return proposers;
  }

  private ModelProposer proposer(FileCallLog log, String goodCost, String otherCost)
      throws Exception {
    return new ModelProposer(
        ModelProposerSettingsBuilder.builder(ModelProposerSettings.of("claude,openai", 7))
            .strategy("greedy")
            .notebookEvery(0)
            .build(),
        ToyHistory::brief,
        new Prompts(PromptTemplates.shipped()),
        IdeaBank.shipped(),
        Writers.of(
            List.of(
                new Writer("claude:good", recorded("good", goodCost, log)),
                new Writer("openai:other", recorded("other", otherCost, log))),
            log,
            IterationShares.ALL,
            7),
        ProgramTrial.none());
  }

  private static LanguageModel recorded(String name, String cost, FileCallLog log) {
    return new RecordingModel(
        new ScriptedModel(name, cost, ScriptedModel::program), log, CallClock.system());
  }

  @Test
  void theModelThatImprovesIsAskedMoreOften() throws Exception {
    List<String> proposers = campaign(40, "0.01", "0.01");
    assertThat(Collections.frequency(proposers, "claude:good")).isGreaterThan(25);
    assertThat(proposers.subList(0, 2)).containsExactlyInAnyOrder("claude:good", "openai:other");
  }

  @Test
  void aDearModelMustImproveAccordingly() throws Exception {
    List<String> proposers = campaign(40, "1.00", "0.01");
    assertThat(Collections.frequency(proposers, "claude:good")).isLessThan(15);
  }

  @Test
  void aContinuedCampaignChoosesAndWritesTheSame() throws Exception {
    List<String> first = campaign(20, "0.02", "0.01");
    assertThat(campaign(20, "0.02", "0.01")).isEqualTo(first);
    try (FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
      assertThat(log.spent().calls()).isEqualTo(20);
    }
  }

  @Test
  void aChoiceDependsOnWhatIsKnownAndNotOnWhoAskedBefore() throws Exception {
    ToyHistory history = new ToyHistory();
    for (int i = 1; i <= 12; i++) {
      history.then(i % 3 == 0 ? "openai:other" : "claude:good", 50 - i, Records.id(1));
    }
    try (FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
      Writers writers = proposerWriters(log);
      List<String> forward =
          IntStream.rangeClosed(1, 12).mapToObj(n -> choice(writers, history, n)).toList();
      List<String> backward =
          IntStream.rangeClosed(1, 12).mapToObj(n -> choice(writers, history, 13 - n)).toList();
      assertThat(backward.reversed()).isEqualTo(forward);
    }
  }

  @Test
  void whatTheTunerHasUnderWayCountsAsNoModelsCall() throws Exception {
    int lag = 4;
    ToyHistory history = new ToyHistory();
    for (int i = 1; i <= 41; i++) {
      history.then(i % 4 != 1 ? "tuner" : i % 8 == 1 ? "claude:good" : "openai:other", 50 - i);
    }
    try (FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
      for (long seed = 1; seed <= 5; seed++) {
        Writers writers = proposerWriters(log, new IterationShares(1, lag - 1), seed);
        for (int iteration = 5; iteration <= 41; iteration += lag) {
          // Three tuned programs are under way beside it; behind the same past none is.
          int last = iteration - lag;
          assertThat(writers.choose(history.upTo(last), iteration).proposer())
              .as("iteration %d of seed %d", iteration, seed)
              .isEqualTo(writers.choose(history.upTo(last), last + 1).proposer());
        }
      }
    }
  }

  private static Writers proposerWriters(FileCallLog log) {
    return proposerWriters(log, IterationShares.ALL, 7);
  }

  private static Writers proposerWriters(FileCallLog log, IterationShares turns, long seed) {
    return Writers.of(
        List.of(
            new Writer("claude:good", recorded("good", "1", log)),
            new Writer("openai:other", recorded("other", "1", log))),
        log,
        turns,
        seed);
  }

  private static String choice(Writers writers, ToyHistory history, int iteration) {
    return writers.choose(history.upTo(iteration - LAG), iteration).proposer();
  }

  @Test
  void callsOfTheSameModelNameCouldNotBeToldApart() throws Exception {
    try (FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
      assertThatThrownBy(() ->
              Writers.of(
                  List.of(
                      new Writer("claude:m", recorded("m", "1", log)),
                      new Writer("openai:m", recorded("m", "1", log))),
                  log,
                  IterationShares.ALL,
                  7))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

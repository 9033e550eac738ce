package dev.codecsmith.evolve.proposers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.calls.FileCallLog;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.proposal.Candidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelProposerTest {
  private static final int LAG = 4;

  @TempDir private Path folder;

  private static ModelProposer proposer(LanguageModel model, ProgramTrial trial) throws Exception {
    return new ModelProposer(
        ModelProposerSettingsBuilder.builder(ModelProposerSettings.of("claude", 7))
            .notebookEvery(0)
            .build(),
        ToyHistory::brief,
        new Prompts(PromptTemplates.shipped()),
        IdeaBank.shipped(),
        Writers.only("claude", model),
        trial);
  }

  @Test
  void iterationsProposedSideBySideAreThoseProposedOneAfterTheOther() throws Exception {
    ToyHistory history = ToyHistory.ofTen();
    ModelProposer alone = proposer(ScriptedModel.writing(), ProgramTrial.none());
    Map<Integer, Candidate> expected = new TreeMap<>();
    for (int iteration = 1; iteration <= 14; iteration++) {
      expected.put(iteration, alone.propose(history.request(iteration, LAG)).orElseThrow());
    }
    // Nobody is answered before four are asked.
    CyclicBarrier asked = new CyclicBarrier(LAG);
    ScriptedModel crowded =
        new ScriptedModel(
            "toy-model",
            "0.01",
            request -> {
              try {
                asked.await();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              return ScriptedModel.program(request);
            });
    ModelProposer together = proposer(crowded, ProgramTrial.none());
    Map<Integer, Candidate> found = new TreeMap<>();
    for (int first = 11; first >= 3; first -= LAG) {
      found.putAll(sideBySide(together, history, first));
    }
    assertThat(expected).containsAllEntriesOf(found);
    assertThat(found).hasSize(12);
  }

  private static Map<Integer, Candidate> sideBySide(
      ModelProposer proposer, ToyHistory history, int first) throws Exception {
    Map<Integer, Future<Candidate>> futures = new TreeMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int iteration = first + LAG - 1; iteration >= first; iteration--) {
        int next = iteration;
        futures.put(
            next, threads.submit(() -> proposer.propose(history.request(next, LAG)).orElseThrow()));
      }
    }
    Map<Integer, Candidate> found = new TreeMap<>();
    for (Map.Entry<Integer, Future<Candidate>> future : futures.entrySet()) {
      found.put(future.getKey(), future.getValue().get());
    }
    return found;
  }

  @Test
  void aProgramThatSomeoneBesideProposedGoesBackToTheModelAndNothingIsPaidTwice() throws Exception {
    List<Candidate> first = new ArrayList<>();
    List<Candidate> afterRestart = new ArrayList<>();
    ScriptedModel model =
        new ScriptedModel(
            "toy-model",
            "0.01",
            request -> ScriptedModel.program(1_000 + request.messages().size()));
    for (List<Candidate> run : List.of(first, afterRestart)) {
      List<String> tried = new ArrayList<>();
      try (FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
        ModelProposer proposer =
            proposer(
                new RecordingModel(model, log, CallClock.system()),
                program -> {
                  tried.add(program.sha256());
                  return java.util.Optional.empty();
                });
        ToyHistory history = ToyHistory.ofTen();
        Candidate five = proposer.propose(history.request(5, LAG)).orElseThrow();
        Candidate six = proposer.propose(history.request(6, LAG)).orElseThrow();
        Candidate again = proposer.propose(history.request(6, LAG, five)).orElseThrow();
        assertThat(six.program()).isEqualTo(five.program());
        assertThat(again.program()).isNotEqualTo(five.program());
        assertThat(again.prompt()).contains("was measured before");
        // The same conversation once more, as after a fault of the store.
        assertThat(proposer.propose(history.request(6, LAG, five))).contains(again);
        run.addAll(List.of(five, six, again));
      }
      assertThat(tried).hasSize(3);
    }
    assertThat(model.asked()).hasSize(3);
    assertThat(afterRestart).isEqualTo(first);
  }

  @Test
  void theLastReplyIsHandedOverWithoutATrialThatCouldChangeNothing() throws Exception {
    List<String> tried = new ArrayList<>();
    ModelProposer proposer =
        new ModelProposer(
            ModelProposerSettingsBuilder.builder(ModelProposerSettings.of("claude", 7))
                .strategy("greedy")
                .repairs(0)
                .build(),
            ToyHistory::brief,
            new Prompts(PromptTemplates.shipped()),
            IdeaBank.shipped(),
            Writers.only("claude", ScriptedModel.writing()),
            program -> {
              tried.add(program.sha256());
              return java.util.Optional.empty();
            });
    assertThat(proposer.propose(ToyHistory.ofTen().request(5, LAG))).isPresent();
    assertThat(tried).isEmpty();
  }

  @Test
  void aCampaignInAnotherLanguageAsksForItAndTranslatesForeignParents() throws Exception {
    ScriptedModel model =
        new ScriptedModel(
            "toy-model",
            "0.01",
            request -> "ENTRY: main.py\nFILE: main.py\n```python\nprint(1)\n```\n");
    ModelProposer proposer =
        new ModelProposer(
            ModelProposerSettingsBuilder.builder(ModelProposerSettings.of("claude", 7))
                .strategy("greedy")
                .build(),
            () -> ToyHistory.brief("python"),
            new Prompts(PromptTemplates.shipped()),
            IdeaBank.shipped(),
            Writers.only("claude", model),
            ProgramTrial.none());
    for (int iteration = 5; iteration <= 14; iteration++) {
      Candidate candidate =
          proposer.propose(ToyHistory.ofTen().request(iteration, LAG)).orElseThrow();
      assertThat(candidate.program().language()).isEqualTo("python");
      assertThat(candidate.program().files()).containsOnlyKeys("main.py");
      assertThat(candidate.prompt())
          .contains("FILE: main.py", "Write a video codec in Python")
          .contains("The parent is written in Java; write yours in Python.")
          .contains("Reply with the whole program.")
          .doesNotContain("codec in Java");
    }
  }
}

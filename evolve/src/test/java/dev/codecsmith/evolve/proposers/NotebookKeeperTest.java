package dev.codecsmith.evolve.proposers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.calls.FileCallLog;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.proposal.Candidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookKeeperTest {
  private static final int LAG = 2;
  private static final int EVERY = 3;

  @TempDir private Path folder;

  private static ModelProposer proposer(LanguageModel model, int every) throws Exception {
    return new ModelProposer(
        ModelProposerSettingsBuilder.builder(ModelProposerSettings.of("claude", 7))
            .notebookEvery(every)
            .build(),
        ToyHistory::brief,
        new Prompts(PromptTemplates.shipped()),
        IdeaBank.shipped(),
        Writers.only("claude", model),
        ProgramTrial.none());
  }

  private static ScriptedModel model(Function<ModelRequest, String> lessons) {
    return new ScriptedModel(
        "toy-model",
        "0.01",
        request ->
            request.slot().startsWith("notebook")
                ? lessons.apply(request)
                : ScriptedModel.program(request));
  }

  private static List<ModelRequest> distilling(ScriptedModel model) {
    return model.asked().stream().filter(r -> r.slot().startsWith("notebook")).toList();
  }

  private static String prompt(ModelProposer proposer, ToyHistory history, int iteration)
      throws Exception {
    return proposer.propose(history.request(iteration, LAG)).map(Candidate::prompt).orElseThrow();
  }

  @Test
  void lessonsAreDistilledEverySoOftenAndShownToLaterPrompts() throws Exception {
    ScriptedModel model = model(request -> "- Learned at " + request.slot() + ".\n");
    ModelProposer proposer = proposer(model, EVERY);
    ToyHistory history = ToyHistory.ofTen();
    assertThat(prompt(proposer, history, 4)).doesNotContain("Learned");
    assertThat(prompt(proposer, history, 5)).contains("- Learned at notebook 3.");
    assertThat(prompt(proposer, history, 7)).contains("- Learned at notebook 3.");
    assertThat(prompt(proposer, history, 8)).contains("- Learned at notebook 6.");
    List<ModelRequest> asked = distilling(model);
    assertThat(asked.stream().map(ModelRequest::slot)).containsExactly("notebook 3", "notebook 6");
    assertThat(asked.getLast().asText())
        .contains("Learned at notebook 3.", "exp_iter4_x", "exp_iter6_x", "reason 5")
        .doesNotContain("exp_iter3_x:", "exp_iter7_x");
  }

  @Test
  void whatIsShownFollowsFromTheHistoryAloneAndARestartPaysForNothing() throws Exception {
    ToyHistory history = ToyHistory.ofTen();
    ScriptedModel model = model(request -> "- Learned " + request.hash().substring(0, 9) + ".\n");
    List<String> forward = new ArrayList<>();
    List<String> backward = new ArrayList<>();
    try (FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
      ModelProposer proposer = proposer(new RecordingModel(model, log, CallClock.system()), EVERY);
      for (int n = 1; n <= 12; n++) {
        forward.add(prompt(proposer, history, n));
      }
    }
    int paid = model.asked().size();
    try (FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
      ModelProposer proposer = proposer(new RecordingModel(model, log, CallClock.system()), EVERY);
      for (int n = 12; n >= 1; n--) {
        backward.add(prompt(proposer, history, n));
      }
    }
    assertThat(backward.reversed()).isEqualTo(forward);
    assertThat(model.asked()).hasSize(paid);
  }

  @Test
  void iterationsSideBySideWaitForOneNotebook() throws Exception {
    ToyHistory history = ToyHistory.ofTen();
    CyclicBarrier both = new CyclicBarrier(2);
    ScriptedModel model =
        new ScriptedModel(
            "toy-model",
            "0.01",
            request -> {
              if (request.slot().startsWith("notebook")) {
                return "- Learned it.\n";
              }
              try {
                both.await();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              return ScriptedModel.program(request);
            });
    ModelProposer proposer = proposer(model, EVERY);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> five = threads.submit(() -> prompt(proposer, history, 5));
      Future<String> six = threads.submit(() -> prompt(proposer, history, 6));
      assertThat(List.of(five.get(), six.get())).allMatch(text -> text.contains("Learned it."));
    }
    assertThat(distilling(model)).hasSize(1);
  }

  @Test
  void aBadReplyLeavesTheOlderNotebook() throws Exception {
    ScriptedModel model =
        model(request -> request.slot().equals("notebook 3") ? "- Old lesson.\n" : "I will not.");
    ModelProposer proposer = proposer(model, EVERY);
    assertThat(prompt(proposer, ToyHistory.ofTen(), 8)).contains("- Old lesson.");
    assertThat(distilling(model)).hasSize(2);
  }

  @Test
  void experimentsThatNoModelWroteAreNotWorthACall() throws Exception {
    ToyHistory history = new ToyHistory();
    for (int i = 1; i <= 6; i++) {
      history.then("library", 30);
    }
    history.then("claude", 20).then("tuner", 19).then("tuner", 18).then("tuner", 17);
    ScriptedModel model = model(request -> "- Learned it.\n");
    ModelProposer proposer = proposer(model, EVERY);
    assertThat(prompt(proposer, history, 8)).doesNotContain("Learned it.");
    assertThat(prompt(proposer, history, 12)).contains("Learned it.");
    assertThat(distilling(model)).hasSize(1);
    assertThat(distilling(model).getFirst().asText()).contains("exp_iter1_x", "exp_iter9_x");
  }

  @Test
  void noIntervalMeansNoNotebook() throws Exception {
    ScriptedModel model = model(request -> "- Learned it.\n");
    assertThat(prompt(proposer(model, 0), ToyHistory.ofTen(), 12)).doesNotContain("Learned it.");
    assertThat(distilling(model)).isEmpty();
  }
}

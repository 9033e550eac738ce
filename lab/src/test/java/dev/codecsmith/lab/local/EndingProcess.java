package dev.codecsmith.lab.local;

import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.store.ExperimentStatus;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A process of its own that is told to end while it works, and says what came of the work. */
public final class EndingProcess {
  private static final CompletableFuture<String> OUTCOME = new CompletableFuture<>();
  private static final AtomicBoolean ENDING = new AtomicBoolean();

  private EndingProcess() {}

  /**
   * Prints the class of what the work threw, or {@code done}.
   *
   * @param words a folder, and at what to end: {@code anchors}, {@code smoke}
   */
  public static void main(String[] words) throws Exception {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() ->
                    System.out.println(
                        OUTCOME.completeOnTimeout("nothing", 60, TimeUnit.SECONDS).join())));
    Path folder = Path.of(words[0]);
    TestBench bench = new TestBench(folder);
    EvaluationSettings settings =
        TestBench.settings(CodingLimits.defaults(), TestClips.moving(folder, "moving", 64, 48, 4));
    try {
      bench
          .evaluator()
          .prepare(
              settings,
              (done, total) -> {
                if (words[1].equals("anchors")) {
                  end();
                }
              });
      var _ =
          bench
              .evaluator()
              .evaluate(
                  new EvaluationRequest(
                      "exp_iter1_x",
                      Toy.with("ENCODER", "boolean on = true; while (on) { Thread.yield(); }"),
                      settings),
                  (phase, done, total) -> {
                    if (phase == ExperimentStatus.SMOKE) {
                      end();
                    }
                  });
      OUTCOME.complete("done");
    } catch (Exception e) {
      OUTCOME.complete(e.getClass().getSimpleName());
    }
  }

  private static void end() {
    if (ENDING.compareAndSet(false, true)) {
      Thread _ = Thread.ofPlatform().start(() -> System.exit(0));
    }
  }
}

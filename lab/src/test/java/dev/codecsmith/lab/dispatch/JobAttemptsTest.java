package dev.codecsmith.lab.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.local.TestBench;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what names attempts of jobs go. */
class JobAttemptsTest {
  @TempDir private Path folder;
  private final List<String> attempts = new ArrayList<>();

  /** Notes what it is asked for. */
  private final class Noting implements Evaluator {
    @Override
    public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats) {
      attempts.add(job.attempt());
      Answer answer =
          job instanceof Job.Anchors
              ? new Answer.Anchors("worker", List.of())
              : new Answer.Trial("worker", Optional.empty());
      return job.answer().cast(answer);
    }
  }

  private JobEvaluations evaluations() throws Exception {
    ExperimentStore store = new MemoryExperimentStore();
    AnchorCodec codec = new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled());
    return new JobEvaluations(
        new Noting(), new MemoryArtifactStore(), new AnchorMemory(codec, store), store, _ -> {});
  }

  private EvaluationRequest request() throws Exception {
    EvaluationSettings settings =
        TestBench.settings(CodingLimits.defaults(), TestClips.moving(folder, "moving", 64, 48, 2));
    return new EvaluationRequest("exp_iter1_x", Toy.honest(), settings);
  }

  @Test
  void whoAsksAgainByANameAsksForTheSameAttemptInAnotherProcessToo() throws Exception {
    EvaluationRequest named = request().reusing().attempt("1795866087");
    var _ = evaluations().attaching().trial(named);
    var _ = evaluations().attaching().trial(named);
    assertThat(attempts).containsExactly("exp_iter1_x/1795866087", "exp_iter1_x/1795866087");
  }

  @Test
  void whatIsToBeMeasuredOnceMoreIsAnotherAttempt() throws Exception {
    var _ = evaluations().attaching().trial(request());
    var _ = evaluations().attaching().trial(request());
    assertThat(attempts).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void anchorsAreAskedForAnewAsTheArtifactsOfAnOldAnswerMayBeGone() throws Exception {
    EvaluationSettings settings = request().settings();
    for (int start = 0; start < 2; start++) {
      JobEvaluations evaluations = evaluations().attaching();
      assertThatThrownBy(() -> evaluations.prepare(settings, (done, total) -> {}))
          .hasMessageContaining("sent no curve");
    }
    assertThat(attempts).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void whoseEvaluatorDoesNotAttachGivesEachAttemptANameOfItsOwn() throws Exception {
    EvaluationRequest named = request().attempt("1795866087");
    var _ = evaluations().trial(named);
    var _ = evaluations().trial(named);
    assertThat(attempts).hasSize(2).doesNotHaveDuplicates();
  }
}

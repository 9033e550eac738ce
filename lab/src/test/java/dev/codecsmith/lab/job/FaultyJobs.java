package dev.codecsmith.lab.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.sandbox.InfrastructureException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What every evaluator says to jobs that cannot be done. */
abstract class FaultyJobs extends EvaluatorFixture {
  @Test
  void clipThatIsNotWhatTheJobSaysIsALastingFault() throws Exception {
    ClipReference honest = ClipReference.of(clip);
    ClipReference wrong = new ClipReference("other", honest.sha256(), 7, 64, 48, "yuv420p", "25/1");
    JobSettings all = JobSettings.of(settings());
    JobSettings settings =
        new JobSettings(
            List.of(wrong), List.of(), all.qualities(), all.anchors(), all.limits(), all.options());
    assertThatThrownBy(() -> curves(settings, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining("other");
  }

  /** Each by an evaluator that has done nothing else before. */
  @Test
  void whateverJobComesFirstItsClipIsHeldAgainstWhatTheJobSays() throws Exception {
    String sha256 = clip.sha256();
    for (ClipReference wrong :
        List.of(
            new ClipReference("rate", sha256, 4, 64, 48, "yuv420p", "30"),
            new ClipReference("frames", sha256, 3, 64, 48, "yuv420p", "25"),
            new ClipReference("size", sha256, 4, 48, 64, "yuv420p", "25"),
            new ClipReference("depth", sha256, 4, 64, 48, "yuv420p10le", "25"))) {
      Job.Evaluate whole = job(Toy.honest(), List.of());
      JobSettings all = whole.settings();
      JobSettings settings =
          new JobSettings(
              List.of(wrong),
              List.of(),
              all.qualities(),
              all.anchors(),
              all.limits(),
              all.options());
      Job.Trial trial = new Job.Trial("trial/1", settings, whole.program());
      Job.Evaluate evaluation =
          new Job.Evaluate(
              "exp_iter1_x/1",
              settings,
              whole.program(),
              whole.curves(),
              "",
              OptionalDouble.empty());
      for (Job<?> job : List.of(trial, evaluation)) {
        assertThatThrownBy(() -> fresh().run(job, Heartbeats.none()))
            .isInstanceOfSatisfying(
                InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
            .hasMessageContaining("The clip " + wrong.name())
            .hasMessageContaining("64x48 yuv420p 25 fps and 4 frames");
      }
    }
  }

  @Test
  void jobThatAsksForWhatCannotBeIsALastingFault() throws Exception {
    JobSettings all = JobSettings.of(settings());
    JobSettings settings =
        new JobSettings(
            all.searchClips(),
            all.searchClips(),
            all.qualities(),
            all.anchors(),
            all.limits(),
            all.options());
    assertThatThrownBy(() -> curves(settings, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining("The job anchors/1 asks for what cannot be");
  }

  @Test
  void clipThatIsNowhereIsAFaultThatMayPass() {
    JobSettings all = JobSettings.of(settings());
    JobSettings settings =
        new JobSettings(
            List.of(new ClipReference("gone", "a".repeat(64), 4, 64, 48, "yuv420p", "25/1")),
            List.of(),
            all.qualities(),
            all.anchors(),
            all.limits(),
            all.options());
    assertThatThrownBy(() -> curves(settings, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isFalse());
  }

  @Test
  void jobWithoutItsCurvesIsALastingFault() throws Exception {
    Job.Evaluate whole = job(Toy.honest(), List.of());
    Job.Evaluate bare =
        new Job.Evaluate(
            whole.attempt(), whole.settings(), whole.program(), "", "", OptionalDouble.empty());
    assertThatThrownBy(() -> evaluator.run(bare, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining("lacks the curve of x264-medium on moving");
  }

  @Test
  void damagedListOfAJobIsALastingFault() throws Exception {
    Job.Evaluate whole = job(Toy.honest(), List.of());
    String nonsense = parts.artifacts().put("nonsense".getBytes(StandardCharsets.UTF_8));
    Job.Evaluate job =
        new Job.Evaluate(
            whole.attempt(),
            whole.settings(),
            whole.program(),
            nonsense,
            "",
            OptionalDouble.empty());
    assertThatThrownBy(() -> evaluator.run(job, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue());
  }
}

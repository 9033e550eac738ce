package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedClipsTest {
  @TempDir private Path folder;

  @Test
  void fetchingClipsIsAPhaseOfItsOwnWhereTheyAreNotThereYet() throws Exception {
    ArtifactStore artifacts = new MemoryArtifactStore();
    List<Clip> clips =
        List.of(
            TestClips.moving(folder, "one", 64, 48, 4), TestClips.moving(folder, "two", 48, 32, 4));
    for (Clip clip : clips) {
      String _ = artifacts.put(clip.y4m());
    }
    Machine machine = Machine.get();
    Evaluator evaluator =
        LocalEvaluations.worker(
            "w", artifacts, machine.sandbox(), machine.toolchains(), 1, folder.resolve("work"));
    Job.Evaluate job =
        new Job.Evaluate(
            "exp_iter1_x/1",
            JobSettings.of(
                new EvaluationSettings(
                    clips,
                    List.of(),
                    Qualities.DEFAULT,
                    List.of(Anchors.named(Anchors.DEFAULT)),
                    CodingLimits.defaults(),
                    Extras.NONE)),
            ProgramReference.store(
                artifacts, Program.of("java", "X", Map.of("X.java", "no class"))),
            "",
            "",
            OptionalDouble.empty());

    List<Heartbeat> heard = new ArrayList<>();
    var first = evaluator.run(job, heard::add).evaluation();
    assertThat(first.failure().orElseThrow().phase()).isEqualTo(ExperimentStatus.BUILDING);
    assertThat(heard)
        .startsWith(
            new Heartbeat.Phase(ExperimentStatus.FETCHING, 0, 2),
            new Heartbeat.Phase(ExperimentStatus.FETCHING, 1, 2),
            new Heartbeat.Phase(ExperimentStatus.FETCHING, 2, 2),
            new Heartbeat.Phase(ExperimentStatus.BUILDING, 0, 1));

    heard.clear();
    var _ = evaluator.run(job, heard::add);
    assertThat(heard).startsWith(new Heartbeat.Phase(ExperimentStatus.BUILDING, 0, 1));
  }
}

package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that name what no program and no list is: it is not read into memory. */
class LongArtifactsTest {
  /** A blob of three gibibytes, which no heap of a worker holds. */
  private static final String LONG = "ab".repeat(32);

  private static final long LENGTH = 3L << 30;

  @TempDir private Path folder;
  private final Artifacts artifacts = new Artifacts();
  private Evaluator evaluator;
  private JobSettings settings;

  @BeforeEach
  void open() throws IOException {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 4);
    artifacts.put(clip.y4m());
    Machine machine = Machine.get();
    evaluator =
        LocalEvaluations.worker(
            "w", artifacts, machine.sandbox(), machine.toolchains(), 1, folder.resolve("work"));
    settings =
        JobSettings.of(
            new EvaluationSettings(
                List.of(clip),
                List.of(),
                Qualities.DEFAULT,
                List.of(Anchors.named(Anchors.DEFAULT)),
                CodingLimits.defaults(),
                Extras.NONE));
  }

  /** Those in memory, and the long one, of which is counted what is read. */
  private static final class Artifacts implements ArtifactStore {
    private final ArtifactStore others = new MemoryArtifactStore();
    private long read;

    @Override
    public String put(byte[] bytes) throws StoreException {
      return others.put(bytes);
    }

    @Override
    public String put(Path file) throws StoreException {
      return others.put(file);
    }

    @Override
    public boolean contains(String sha256) throws StoreException {
      return sha256.equals(LONG) || others.contains(sha256);
    }

    @Override
    public InputStream open(String sha256) throws StoreException {
      if (!sha256.equals(LONG)) {
        return others.open(sha256);
      }
      return new InputStream() {
        @Override
        public int read() {
          return ++read > LENGTH ? -1 : ' ';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
          if (read >= LENGTH) {
            return -1;
          }
          Arrays.fill(bytes, offset, offset + length, (byte) ' ');
          read += length;
          return length;
        }
      };
    }
  }

  private void assertRefused(ThrowingCallable job) {
    assertThatThrownBy(job)
        .isInstanceOfSatisfying(
            InfrastructureException.class, e -> assertThat(e.isLasting()).isTrue())
        .hasMessageStartingWith("artifact " + LONG + " has more than ");
    assertThat(artifacts.read).isLessThan(100 << 20);
  }

  @Test
  void aProgramOfAnyLengthIsRefusedInASentence() {
    Job.Trial job = new Job.Trial("trial/1", settings, new ProgramReference(LONG, LONG));
    assertRefused(() -> evaluator.run(job, Heartbeats.none()));
  }

  @Test
  void aListOfCurvesOfAnyLengthToo() {
    Job.Anchors job = new Job.Anchors("anchors/1", settings, LONG, new CurveOrigin("ffmpeg", 1));
    assertRefused(() -> evaluator.run(job, Heartbeats.none()));
  }

  @Test
  void aListOfRatePointsToo() throws Exception {
    Job.Evaluate job =
        new Job.Evaluate(
            "exp_iter1_x/1",
            settings,
            ProgramReference.store(artifacts, Toy.honest()),
            "",
            LONG,
            OptionalDouble.empty());
    assertRefused(() -> evaluator.run(job, Heartbeats.none()));
  }

  @Test
  void aProgramOfAMillionFilesIsRefusedBeforeItIsBuiltUp() throws Exception {
    StringBuilder document = new StringBuilder("{\"language\":\"c\",\"entry\":\"\",\"files\":{");
    for (int i = 0; i < 1_000_000; i++) {
      document.append(i == 0 ? "\"" : ",\"").append(i).append("\":\"\"");
    }
    String artifact = artifacts.put((document + "}}").getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ProgramReference.read(artifacts, artifact))
        .hasMessageContaining("has more files than the " + Program.MAX_FILES);
  }

  @Test
  void aListOfMoreFiguresThanAnyIsRefused() throws Exception {
    String artifact =
        artifacts.put(("[" + "0,".repeat(3_000_000) + "0]").getBytes(StandardCharsets.UTF_8));
    Job.Anchors job =
        new Job.Anchors("anchors/1", settings, artifact, new CurveOrigin("ffmpeg", 1));
    assertThatThrownBy(() -> evaluator.run(job, Heartbeats.none()))
        .hasMessageContaining("more figures than any list");
  }

  @Test
  void aProgramThatIsNotTheOneNamedIsNotRun() throws Exception {
    ProgramReference honest = ProgramReference.store(artifacts, Toy.honest());
    Job.Trial job =
        new Job.Trial("trial/1", settings, new ProgramReference(LONG, honest.artifact()));
    assertThatThrownBy(() -> evaluator.run(job, Heartbeats.none()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining(LONG);
  }
}

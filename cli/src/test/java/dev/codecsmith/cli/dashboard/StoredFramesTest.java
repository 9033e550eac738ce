package dev.codecsmith.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.frames.CodedVideo;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/** Which programs are run to show their pictures. */
@Timeout(300)
class StoredFramesTest {
  @TempDir private Path folder;

  private static Optional<String> refusal(boolean elsewhere, String... words) {
    PicturesOption option = new PicturesOption();
    CommandSpec spec = CommandSpec.create();
    var _ = spec.addMixin("pictures", CommandSpec.forAnnotatedObject(option));
    var _ = new CommandLine(spec).parseArgs(words);
    return option.refusal(elsewhere);
  }

  private static CodedVideo firstPoint(DataDirectory data, String id) throws Exception {
    ExperimentRecord found = data.experiments().find(id).orElseThrow();
    Clip clip = new ClipCatalogue(data.clipsDirectory()).list().getFirst();
    CandidateRecord candidate = found.candidate();
    return new CodedVideo.OfProgram(
        new ProgramReference(
            candidate.programSha256(),
            String.valueOf(candidate.artifacts().get(ProgramReference.ROLE))),
        clip,
        found.result().points().getFirst(),
        new EvaluationSettings(
            List.of(clip),
            List.of(),
            Qualities.DEFAULT,
            List.of(Anchors.named(Anchors.DEFAULT)),
            CodingLimits.defaults(),
            EvaluationSettings.Extras.NONE));
  }

  @Test
  void besideWorkersAProgramIsDecodedHereOnlyWhereThatIsAsked() throws Exception {
    Path footage = folder.resolve("tiny.y4m");
    TestFootage.write(footage, 48, 32, 2);
    Path stored = folder.resolve("data");
    JsonNode ran =
        Spoken.by(
                CProgramModel.with(
                    "run",
                    "--clip",
                    footage.toString(),
                    "--data",
                    stored.toString(),
                    "--iterations",
                    "1",
                    "--no-dashboard",
                    "--json"))
            .json();
    try (DataDirectory data = DataDirectory.open(stored, DataDirectory.Access.READ)) {
      CodedVideo video = firstPoint(data, ran.at("/experiments/0/id").asString());
      try (StoredFrames frames =
          new StoredFrames(data.artifacts(), refusal(true), folder.resolve("refused"))) {
        assertThatThrownBy(() -> frames.decoder().decode(video, FrameTap.none()))
            .hasMessageContaining("start it with --decode-here");
      }
      for (Optional<String> none :
          List.of(
              refusal(true, "--decode-here"), refusal(false), refusal(false, "--decode-here"))) {
        assertThat(none).isEmpty();
      }
      try (StoredFrames frames =
          new StoredFrames(
              data.artifacts(), refusal(true, "--decode-here"), folder.resolve("decoded"))) {
        AtomicInteger shown = new AtomicInteger();
        assertThat(frames.decoder().decode(video, (FrameTap) _ -> shown.incrementAndGet()))
            .contains("psnr_yuv");
        assertThat(shown).hasValue(2);
      }
    }
  }
}

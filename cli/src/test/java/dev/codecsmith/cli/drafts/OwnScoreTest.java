package dev.codecsmith.cli.drafts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Coded;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Score;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.objective.SoftPrices;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnScoreTest {
  private static final Path PROGRAM =
      Path.of(System.getProperty("codecsmith.root", ".."), "codecs", "examples", "c-blocks");

  private static final Objective MIXED =
      new Objective(new TreeMap<>(Map.of("psnr_yuv", 2.0, "ssim", 1.0)), SoftPrices.NONE);

  @TempDir private Path folder;

  private static EvaluationSettings settings(List<Clip> clips, Objective objective) {
    return new EvaluationSettings(
        clips,
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named(Anchors.DEFAULT)),
        CodingLimits.defaults(),
        EvaluationSettings.Extras.NONE
            .changed()
            .video(KeptVideo.EXACT)
            .objective(objective)
            .build());
  }

  @Test
  void whatAProgramCodedAndDecodedHasExactlyTheCampaignsFigure() throws Exception {
    try (DataDirectory data =
            DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
        Workbench bench = Workbench.local(data, Bubblewrap.detect(), 1)) {
      List<Clip> clips = new ArrayList<>();
      for (String name : List.of("one", "two")) {
        Path file = folder.resolve(name + ".y4m");
        TestFootage.write(file, 64, name.equals("one") ? 48 : 32, 3);
        clips.add(
            new ClipCatalogue(data.clipsDirectory()).importFile(file, OptionalInt.empty()).clip());
      }
      EvaluationSettings settings = settings(clips, MIXED);
      bench.evaluations().prepare(settings, (_, _) -> {});
      Evaluation campaigns =
          bench
              .evaluations()
              .evaluate(
                  new EvaluationRequest("whole", Program.load(PROGRAM), settings), (_, _, _) -> {});
      assertThat(campaigns.failure()).isEmpty();

      Path workspace = Files.createDirectory(folder.resolve("workspace"));
      List<Coded> coded = new ArrayList<>();
      for (RatePoint point : campaigns.points()) {
        String name = point.clip() + "-" + point.quality();
        Files.write(workspace.resolve(name), data.artifacts().read(point.bitstreamSha256()));
        String decoded =
            requireNonNull(
                campaigns
                    .artifacts()
                    .get("reconstruction/" + point.clip() + "/" + point.quality()));
        Files.write(workspace.resolve(name + ".y4m"), data.artifacts().read(decoded));
        coded.add(new Coded(point.clip(), name, name + ".y4m"));
      }

      OwnScore own = new OwnScore(settings, bench);
      OwnScore.Figures figures = own.figures(new Score(coded), workspace);
      assertThat(figures.scoring().score()).isPresent();
      assertThat(figures.scoring().score().orElseThrow())
          .isEqualTo(campaigns.score().orElseThrow());
      String score = AnchorComparison.keyOfScore(campaigns.scores(), Anchors.DEFAULT);
      assertThat(figures.scoring().comparisons().get(score))
          .isEqualTo(campaigns.scores().get(score));
      assertThat(own.of(new Score(coded), workspace).text())
          .contains(
              "Score: %+.2f, mean of the BD-rates by ".formatted(figures.scoring().score().get()))
          .contains("The mean over 2 clips.")
          .doesNotContain("prices");

      EvaluationSettings priced = settings(clips, MIXED.at(new SoftPrices(1, 2, 3)));
      OwnScore unpriced = new OwnScore(priced, bench);
      assertThat(unpriced.figures(new Score(coded), workspace).scoring().score())
          .as("prices are of what no file tells")
          .isEqualTo(figures.scoring().score());
      assertThat(unpriced.of(new Score(coded), workspace).text())
          .contains("prices for time and size on top");
      assertThatThrownBy(() ->
              own.of(
                  new Score(
                      List.of(
                          new Coded(
                              "two", coded.getFirst().bitstream(), coded.getFirst().decoded()))),
                  workspace))
          .hasMessageContaining("is no decoding of two");
    }
  }
}

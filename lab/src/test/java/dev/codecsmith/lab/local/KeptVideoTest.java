package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.video.clips.Clip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptVideoTest {
  @TempDir private Path folder;

  @Test
  void theBestQualityOfEachClipIsKeptToBePlayedAlsoWhereItsFiguresAreRemembered() throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 3);
    try (TestBench bench = new TestBench(folder)) {
      assertThat(evaluate(bench, settings(clip, KeptVideo.NONE)).artifacts())
          .doesNotContainKey("video/moving/80");
      Evaluation evaluation = evaluate(bench, settings(clip, KeptVideo.PLAYABLE));
      assertThat(evaluation.artifacts().keySet().stream().filter(role -> role.startsWith("video/")))
          .containsExactly("video/moving/80");
      byte[] video =
          bench
              .data()
              .artifacts()
              .read(
                  Optional.ofNullable(evaluation.artifacts().get("video/moving/80")).orElseThrow());
      assertThat(new String(video, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
      assertThat(bench.log(evaluation)).contains("remembered").doesNotContain("QUALITY 80");
    }
  }

  @Test
  void aRememberedPointBringsItsVideoAndIsMeasuredAgainOnlyWhereThatIsGone() throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 3);
    EvaluationSettings settings = settings(clip, KeptVideo.PLAYABLE);
    try (TestBench bench = new TestBench(folder)) {
      Evaluation first = evaluate(bench, settings);
      String video = Optional.ofNullable(first.artifacts().get("video/moving/80")).orElseThrow();

      Evaluation second = evaluate(bench, settings);
      assertThat(bench.log(second)).contains("QUALITY 80");
      assertThat(second.artifacts()).containsEntry("video/moving/80", video);
      assertThat(second.points()).isEqualTo(first.points());

      delete(video);
      Evaluation third = evaluate(bench, settings);
      assertThat(bench.log(third)).contains("remembered").doesNotContain("QUALITY 80");
      assertThat(third.artifacts()).containsEntry("video/moving/80", video);
      assertThat(bench.data().artifacts().contains(video)).isTrue();
    }
  }

  private void delete(String artifact) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      Path file = files.filter(each -> isOf(artifact, each)).findFirst().orElseThrow();
      Files.delete(file);
    }
  }

  /** Its hash is spread over folders and file. */
  private static boolean isOf(String artifact, Path file) {
    return Files.isRegularFile(file) && file.toString().replace("/", "").contains(artifact);
  }

  private static Evaluation evaluate(TestBench bench, EvaluationSettings settings)
      throws Exception {
    return bench
        .evaluator()
        .evaluate(
            new EvaluationRequest("exp_iter1_test", Toy.honest(), settings).reusing(),
            EvaluationListener.none());
  }

  private static EvaluationSettings settings(Clip clip, KeptVideo video) {
    return new EvaluationSettings(
        List.of(clip),
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named("x264-medium")),
        CodingLimits.defaults(),
        Extras.NONE.keeping(video));
  }
}

package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation.Verdict;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Coded;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Score;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.measure.ClipMeasurement;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.lab.measure.Rates;
import dev.codecsmith.lab.measure.WrongVideo;
import dev.codecsmith.lab.objective.SoftPrices;
import dev.codecsmith.lab.scoring.Scoring;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.y4m.Y4mReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The campaign's figures of files that an agent coded and decoded itself: by the same measurement
 * and the same scoring as a program's rate points. Nothing is run; what the decoder did is on the
 * agent's word, so this counts for nothing but the agent's own choice.
 */
final class OwnScore {
  private static final RatePoint.Resources UNKNOWN = new RatePoint.Resources(0, 0, 0);

  private final EvaluationSettings searchOnly;
  private final Workbench bench;
  private final QuickLook clips;

  OwnScore(EvaluationSettings searchOnly, Workbench bench) {
    this.searchOnly = searchOnly;
    this.bench = bench;
    this.clips = new QuickLook(searchOnly, bench);
  }

  /**
   * What the files come to.
   *
   * @param settings that they are scored by: the campaign's, of the named clips, without prices
   * @param points as they were named
   */
  record Figures(EvaluationSettings settings, List<RatePoint> points, Scoring scoring) {
    Figures {
      points = List.copyOf(points);
    }
  }

  /**
   * Measures them.
   *
   * @throws IllegalArgumentException with a sentence if a file or clip is not what it should be
   */
  Verdict of(Score asked, Path workspace) throws InfrastructureException, InterruptedException {
    Figures figures = figures(asked, workspace);
    return new Verdict(figures.scoring().score().isPresent(), text(figures), 0);
  }

  Figures figures(Score asked, Path workspace)
      throws InfrastructureException, InterruptedException {
    List<RatePoint> points = new ArrayList<>();
    List<Clip> named = new ArrayList<>();
    for (Coded coded : asked.points()) {
      Clip clip = clips.clip(coded.clip());
      int number = (int) points.stream().filter(each -> each.clip().equals(clip.name())).count();
      points.add(point(clip, number, coded, workspace, searchOnly.objective().moreMetrics()));
      if (!named.contains(clip)) {
        named.add(clip);
      }
    }
    List<AnchorCurve> curves = new ArrayList<>();
    for (Anchor anchor : searchOnly.anchors()) {
      for (Clip clip : named) {
        curves.add(bench.evaluations().curve(anchor, clip, searchOnly.objective()));
      }
    }
    EvaluationSettings settings =
        new EvaluationSettings(
            named,
            List.of(),
            searchOnly.qualities(),
            searchOnly.anchors(),
            searchOnly.limits(),
            EvaluationSettings.Extras.NONE
                .changed()
                // Nobody measured what this took, and nothing was built.
                .objective(searchOnly.objective().at(SoftPrices.NONE))
                .build());
    return new Figures(settings, points, Scoring.of(settings, curves, byRate(points), 0));
  }

  /** A curve rises with QUALITY; here the rate stands for it. */
  private static List<RatePoint> byRate(List<RatePoint> points) {
    List<RatePoint> sorted =
        points.stream().sorted((a, b) -> Long.compare(a.bytes(), b.bytes())).toList();
    List<RatePoint> renumbered = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      renumbered.add(RatePointBuilder.builder(sorted.get(i)).quality(i).build());
    }
    return renumbered;
  }

  private static RatePoint point(
      Clip clip, int number, Coded coded, Path workspace, Set<Metric> more)
      throws InfrastructureException {
    Path bitstream = file(workspace, coded.bitstream());
    Path decoded = file(workspace, coded.decoded());
    try {
      ClipMeasurement found =
          ClipMeasurement.compare(
              clip,
              () ->
                  Y4mReader.open(
                      new BufferedInputStream(Files.newInputStream(decoded)),
                      Optional.of(clip.format())),
              FrameTap.none(),
              more);
      long bytes = Files.size(bitstream);
      return RatePointBuilder.builder()
          .clip(clip.name())
          .quality(number)
          .bytes(bytes)
          .bitrateKbps(Rates.kbps(bytes, clip))
          .metrics(found.figures())
          .encode(UNKNOWN)
          .decode(UNKNOWN)
          .bitstreamSha256("")
          .framesSha256("")
          .machine(Optional.empty())
          .videoSha256(Optional.empty())
          .build();
    } catch (WrongVideo e) {
      throw new IllegalArgumentException(
          coded.decoded() + " is no decoding of " + clip.name() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InfrastructureException(
          coded.decoded() + " cannot be measured: " + e.getMessage(), e);
    }
  }

  /** A file of the agent's folder; a link out of it is not followed. */
  private static Path file(Path workspace, String name) {
    try {
      Path inside = workspace.toRealPath();
      Path file = inside.resolve(name).normalize();
      if (file.startsWith(inside)
          && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && file.toRealPath().startsWith(inside)) {
        return file;
      }
    } catch (IOException e) {
      // Said below.
    }
    throw new IllegalArgumentException("There is no file " + name + " in this folder.");
  }

  private String text(Figures figures) {
    StringBuilder out = new StringBuilder();
    for (RatePoint point : figures.points()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%s: %d bytes, %.2f kbit/s, PSNR-YUV %.4f dB\n",
              point.clip(),
              point.bytes(),
              point.bitrateKbps(),
              point.metrics().getOrDefault("psnr_yuv", Double.NaN)));
    }
    figures
        .scoring()
        .comparisons()
        .forEach((name, comparison) ->
            out.append(
                comparison.overall() instanceof BdRate.Value value
                    ? String.format(
                        Locale.ROOT, "BD-rate against %s: %+.2f %%\n", name, value.percent())
                    : "BD-rate against %s: none\n".formatted(name)));
    figures
        .scoring()
        .score()
        .ifPresent(score ->
            out.append(
                String.format(
                    Locale.ROOT,
                    "Score: %+.2f, %s\n",
                    score,
                    figures.settings().objective().inWords(searchOnly.mainAnchor().name()))));
    figures.scoring().failure().ifPresent(failure -> out.append(failure.message()).append('\n'));
    int clips = figures.settings().searchClips().size();
    if (clips > 1) {
      out.append("The mean over %d clips.\n".formatted(clips));
    }
    if (!searchOnly.objective().prices().equals(SoftPrices.NONE)) {
      out.append(
          "The campaign's score has prices for time and size on top (TASK.md says which). Files do"
              + " not tell these, so none is in this figure: ./evaluate gives the whole.\n");
    }
    return out.toString();
  }
}

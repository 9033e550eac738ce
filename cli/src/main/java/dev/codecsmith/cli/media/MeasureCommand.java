package dev.codecsmith.cli.media;

import dev.codecsmith.cli.options.Options;
import dev.codecsmith.cli.options.RawVideoOptions;
import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.cli.output.Warnings;
import dev.codecsmith.lab.measure.FrameCsv;
import dev.codecsmith.lab.measure.VideoComparison;
import dev.codecsmith.lab.measure.VideoComparison.Side;
import dev.codecsmith.metrics.FrameListener;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.SequenceQuality;
import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.video.FrameReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code codecsmith measure}: the figures of one video against another. */
@Command(
    name = "measure",
    description = {
      "Measures a distorted video against its reference, by the reference tools' definitions.",
      "Frames are compared by index; sizes, pixel formats and frame counts must be equal. A figure"
          + " that the videos cannot have is named with its reason, the others are given.",
      "A turn or a cropping that a file asks for is done. Where two files say that their samples do"
          + " not mean the same (range, colours, field order, pixel aspect), that is a warning:"
          + " samples are compared as they were coded.",
      Metric.PSNR_YUV_DEFINITION + " So are psnr_y, psnr_cb and psnr_cr; ffmpeg's are ffmpeg_psnr_…"
    },
    mixinStandardHelpOptions = true)
public final class MeasureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RawVideoOptions raw = new RawVideoOptions();

  @Parameters(
      index = "0",
      paramLabel = "REFERENCE",
      description = "The original: Y4M, a header-less planar file or anything ffmpeg reads.")
  private Path reference = Path.of("");

  @Parameters(index = "1", paramLabel = "DISTORTED", description = "What became of it.")
  private Path distorted = Path.of("");

  @Option(
      names = "--metrics",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "psnr, apsnr, psnr_yuv, ffmpeg_psnr, ffmpeg_ssim, float_ssim, float_ms_ssim, psnr_hvs,"
              + " ciede2000. Default: all")
  private List<String> metrics = List.of();

  @Option(
      names = "--frames-csv",
      paramLabel = "FILE",
      description = "Write the figures of every frame there, one line each.")
  private @Nullable Path framesCsv;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "How many threads share a frame's work; the figures are the same for any. Default: the"
              + " number of cores")
  private @Nullable Integer threads;

  @Option(names = "--json", description = "Print one flat JSON object instead of the table.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Warnings warnings = new Warnings(spec.commandLine().getErr());
    SequenceQuality quality = measure(warnings);
    if (quality.figures().isEmpty()) {
      throw new IOException(
          "None of the asked figures exists for these videos. "
              + String.join(" ", quality.unavailable().values()));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      PrintWriter errors = spec.commandLine().getErr();
      quality.unavailable().forEach((name, reason) -> errors.println(name + ": " + reason));
      errors.flush();
      ObjectNode node = QualityReport.json(quality);
      warnings.putInto(node);
      out.println(node.toPrettyString());
    } else {
      QualityReport.print(out, quality);
    }
    out.flush();
    return 0;
  }

  private SequenceQuality measure(Warnings warnings) throws IOException {
    if (framesCsv == null) {
      return measure(frame -> {}, warnings);
    }
    try (AtomicFile file = AtomicFile.at(framesCsv)) {
      SequenceQuality quality;
      try (Writer writer = Files.newBufferedWriter(file.part())) {
        quality = measure(new FrameCsv(writer), warnings);
      } catch (UncheckedIOException e) {
        throw new IOException(
            "Cannot write " + framesCsv + ": " + Sentences.of(Objects.requireNonNull(e.getCause())),
            e);
      }
      file.complete();
      return quality;
    }
  }

  private SequenceQuality measure(FrameListener listener, Warnings warnings) throws IOException {
    int workers =
        threads == null
            ? Runtime.getRuntime().availableProcessors()
            : Options.positive("--threads", threads);
    List<Metric> asked = asked();
    try (FrameReader referenceFrames = raw.open(reference);
        FrameReader distortedFrames = raw.open(distorted)) {
      warn(referenceFrames, distortedFrames, warnings);
      return VideoComparison.measure(
          new Side(reference.toString(), referenceFrames),
          new Side(distorted.toString(), distortedFrames),
          asked,
          workers,
          listener);
    }
  }

  /** Says what makes the two files incomparable as they were coded. */
  private void warn(FrameReader referenceFrames, FrameReader distortedFrames, Warnings warnings) {
    referenceFrames.notes().forEach(warnings::add);
    distortedFrames.notes().forEach(warnings::add);
    List<String> differences =
        referenceFrames.properties().differencesFrom(distortedFrames.properties());
    if (!differences.isEmpty()) {
      warnings.add(
          "The samples of %s and %s may not mean the same, and they are compared as they were coded: %s."
              .formatted(reference, distorted, String.join(", ", differences)));
    }
  }

  private List<Metric> asked() {
    return metrics.isEmpty()
        ? List.of(Metric.values())
        : metrics.stream().map(String::strip).map(MeasureCommand::metric).toList();
  }

  private static Metric metric(String id) {
    return Metric.byId(id)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no metric '"
                    + id
                    + "'; there are "
                    + Arrays.stream(Metric.values())
                        .map(Metric::id)
                        .collect(Collectors.joining(", "))
                    + "."));
  }
}

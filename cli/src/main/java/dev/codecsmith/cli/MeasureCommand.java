package dev.codecsmith.cli;

import dev.codecsmith.lab.FrameCsv;
import dev.codecsmith.lab.VideoComparison;
import dev.codecsmith.lab.VideoComparison.Side;
import dev.codecsmith.metrics.FrameListener;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.SequenceQuality;
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

/** {@code codecsmith measure}: the figures of one video against another. */
@Command(
    name = "measure",
    description = {
      "Measures a distorted video against its reference, by the reference tools' definitions.",
      "Frames are compared by index; sizes, pixel formats and frame counts must be equal. A figure"
          + " that the videos cannot have is named with its reason, the others are given."
    },
    mixinStandardHelpOptions = true)
final class MeasureCommand implements Callable<Integer> {
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
    SequenceQuality quality = measure();
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
      out.println(QualityReport.json(quality).toPrettyString());
    } else {
      QualityReport.print(out, quality);
    }
    out.flush();
    return 0;
  }

  private SequenceQuality measure() throws IOException {
    if (framesCsv == null) {
      return measure(frame -> {});
    }
    try (WholeFile file = WholeFile.at(framesCsv)) {
      SequenceQuality quality;
      try (Writer writer = Files.newBufferedWriter(file.part())) {
        quality = measure(new FrameCsv(writer));
      } catch (UncheckedIOException e) {
        throw new IOException(
            "Cannot write " + framesCsv + ": " + Sentences.of(Objects.requireNonNull(e.getCause())),
            e);
      }
      file.complete();
      return quality;
    }
  }

  private SequenceQuality measure(FrameListener listener) throws IOException {
    int workers =
        threads == null
            ? Runtime.getRuntime().availableProcessors()
            : Options.positive("--threads", threads);
    List<Metric> asked = asked();
    try (FrameReader referenceFrames = raw.open(reference);
        FrameReader distortedFrames = raw.open(distorted)) {
      return VideoComparison.measure(
          new Side(reference.toString(), referenceFrames),
          new Side(distorted.toString(), distortedFrames),
          asked,
          workers,
          listener);
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

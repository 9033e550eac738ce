package dev.codecsmith.metrics;

import dev.codecsmith.metrics.kernel.Kernels;
import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.picture.Plane;
import dev.codecsmith.metrics.picture.SampleRange;
import dev.codecsmith.metrics.plan.Crew;
import dev.codecsmith.metrics.plan.FrameAnalysis;
import dev.codecsmith.metrics.plan.FrameMetric;
import dev.codecsmith.metrics.plan.MeterPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Measures a distorted video against its reference, frame by frame, with any number of metrics in
 * one pass.
 *
 * <pre>{@code
 * try (QualityMeter meter = QualityMeter.of(List.of(Metric.PSNR, Metric.FFMPEG_SSIM), format, 2)) {
 *   while (…) {
 *     meter.add(reference, distorted);
 *   }
 *   double psnr = meter.finish().figures().get("psnr_y");
 * }
 * }</pre>
 *
 * <p>FigureSink are the same to the last bit for every number of threads and every width of
 * vectors. Memory does not grow with the number of frames. A meter is used by one thread at a time.
 */
public final class QualityMeter implements AutoCloseable {

  private final PictureFormat format;
  private final Kernels kernels;
  private final MeterPlan plan;
  private final Set<Metric> asked;
  private final List<FrameMetric> metrics = new ArrayList<>();
  private final FrameListener listener;
  private final Crew crew;
  private final SampleRange range;
  private final WorstFrames worstFrames = new WorstFrames();
  private long frames;

  private QualityMeter(
      Collection<Metric> metrics,
      PictureFormat format,
      int threads,
      FrameListener listener,
      Kernels kernels) {
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("No metric was asked for.");
    }
    this.format = format;
    this.kernels = kernels;
    this.listener = listener;
    plan = new MeterPlan(format, kernels, threads);
    asked = EnumSet.copyOf(metrics);
    for (Metric metric : asked) {
      this.metrics.add(metric.open(plan));
    }
    range = new SampleRange(format);
    crew = new Crew(threads);
  }

  /**
   * A meter for one sequence.
   *
   * @param metrics what to measure, at least one
   * @param format of every picture of both sides
   * @param threads how many threads share a frame's work, at least 1
   */
  public static QualityMeter of(Collection<Metric> metrics, PictureFormat format, int threads) {
    return of(metrics, format, threads, frame -> {});
  }

  /** A meter that also tells the figures of every frame. */
  public static QualityMeter of(
      Collection<Metric> metrics, PictureFormat format, int threads, FrameListener listener) {
    return new QualityMeter(metrics, format, threads, listener, Kernels.best());
  }

  /** A meter with loops of the caller's choice. */
  static QualityMeter of(
      Collection<Metric> metrics, PictureFormat format, int threads, Kernels kernels) {
    return new QualityMeter(metrics, format, threads, frame -> {}, kernels);
  }

  /** What computes here, for a person: whether it is vectorised, and how wide. */
  public String kernel() {
    return kernels.description();
  }

  /**
   * Measures the next frame. Both pictures are read during the call only.
   *
   * @throws IllegalArgumentException when a picture is not of the meter's format, has a sample that
   *     its bit depth does not allow, or lies in memory confined to one thread when the meter has
   *     several; the frame then does not count
   */
  public void add(Picture reference, Picture distorted) {
    check("reference", reference);
    check("distorted", distorted);
    crew.run(range.tasks(), (task, worker) -> range.run(task, reference, distorted));
    range
        .complaint(reference, distorted)
        .ifPresent(complaint -> {
          throw new IllegalArgumentException("Frame " + frames + ": " + complaint);
        });
    analyse(reference, distorted);
    FigureTable table = new FigureTable(new LinkedHashMap<>(), new LinkedHashMap<>());
    metrics.forEach(metric -> metric.frame(table));
    FrameQuality frame = new FrameQuality(frames, table.figures());
    frames++;
    worstFrames.add(frame);
    listener.frameMeasured(frame);
  }

  /**
   * The figures of the frames added so far. Without a frame there is no figure, and {@link
   * SequenceQuality#unavailable()} says so under each metric's id.
   */
  public SequenceQuality finish() {
    FigureTable table =
        new FigureTable(new LinkedHashMap<>(), new LinkedHashMap<>(plan.unavailable()));
    if (frames == 0) {
      asked.forEach(metric -> table.none(metric.id(), "No frame was measured."));
    } else {
      metrics.forEach(metric -> metric.sequence(table));
    }
    return new SequenceQuality(frames, table.figures(), worstFrames.lists(), table.missing());
  }

  @Override
  public void close() {
    crew.close();
  }

  /** Runs the rounds of all analyses side by side. */
  private void analyse(Picture reference, Picture distorted) {
    int rounds = plan.analyses().stream().mapToInt(FrameAnalysis::rounds).max().orElse(0);
    for (int round = 0; round < rounds; round++) {
      int current = round;
      List<FrameAnalysis> running =
          plan.analyses().stream().filter(analysis -> current < analysis.rounds()).toList();
      int tasks = running.stream().mapToInt(analysis -> analysis.tasks(current)).sum();
      crew.run(
          tasks,
          (task, worker) -> {
            int own = task;
            for (FrameAnalysis analysis : running) {
              int count = analysis.tasks(current);
              if (own < count) {
                analysis.run(current, own, worker, reference, distorted);
                return;
              }
              own -= count;
            }
          });
    }
  }

  /** Collects what metrics tell. */
  private record FigureTable(
      SequencedMap<String, Double> figures, SequencedMap<String, String> missing)
      implements FrameMetric.FigureSink {
    @Override
    public void put(String figure, double value) {
      figures.put(figure, value);
    }

    @Override
    public void none(String figure, String reason) {
      missing.put(figure, reason);
    }
  }

  private void check(String side, Picture picture) {
    if (picture.planes().size() != format.planes()) {
      throw new IllegalArgumentException(
          "Frame "
              + frames
              + " of the "
              + side
              + " has "
              + picture.planes().size()
              + " planes, expected "
              + format.planes()
              + ".");
    }
    for (int plane = 0; plane < format.planes(); plane++) {
      check(side, plane, picture.planes().get(plane));
    }
  }

  private void check(String side, int index, Plane plane) {
    int width = format.planeWidth(index);
    int height = format.planeHeight(index);
    String where = "Plane " + index + " of frame " + frames + " of the " + side;
    if (plane.width() != width
        || plane.height() != height
        || plane.bitDepth() != format.bitDepth()) {
      throw new IllegalArgumentException(
          String.format(
              "%s is %dx%d with %d bits, expected %dx%d with %d bits.",
              where,
              plane.width(),
              plane.height(),
              plane.bitDepth(),
              width,
              height,
              format.bitDepth()));
    }
    long rowBytes = (long) width * format.bytesPerSample();
    long needed = (height - 1) * plane.strideBytes() + rowBytes;
    if (plane.strideBytes() < rowBytes || plane.samples().byteSize() < needed) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d bytes with rows %d bytes apart, expected at least %d bytes.",
              where, plane.samples().byteSize(), plane.strideBytes(), needed));
    }
    if (!crew.canRead(plane.samples())) {
      throw new IllegalArgumentException(
          where
              + " lies in memory confined to one thread: measure with one thread, or allocate it"
              + " in a shared or automatic arena.");
    }
  }
}

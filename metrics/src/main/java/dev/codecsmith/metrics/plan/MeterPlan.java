package dev.codecsmith.metrics.plan;

import dev.codecsmith.metrics.kernel.Kernels;
import dev.codecsmith.metrics.picture.PictureFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What the metrics of one meter agree on before the first frame: who needs which analysis. */
public final class MeterPlan {

  public static final String LUMA_ONLY = "The pictures are 4:0:0: they have luma only.";

  private final PictureFormat format;
  private final Kernels kernels;
  private final int workers;
  private final List<FrameAnalysis> analyses = new ArrayList<>();
  private final SequencedMap<String, String> unavailable = new LinkedHashMap<>();
  private @Nullable PlaneErrors planeErrors;

  public MeterPlan(PictureFormat format, Kernels kernels, int workers) {
    this.format = format;
    this.kernels = kernels;
    this.workers = workers;
  }

  public PictureFormat format() {
    return format;
  }

  public Kernels kernels() {
    return kernels;
  }

  /** How many threads share the work of a frame. */
  public int workers() {
    return workers;
  }

  /** Squared errors, and ffmpeg's SSIM for whom it asks, of every plane; one pass for all. */
  public PlaneErrors planeErrors() {
    PlaneErrors shared = planeErrors;
    if (shared == null) {
      shared = new PlaneErrors(format, kernels.blocks(), workers);
      planeErrors = shared;
      analyses.add(shared);
    }
    return shared;
  }

  /** Has an analysis of the metric's own run on every frame. */
  public <T extends FrameAnalysis> T analyse(T analysis) {
    analyses.add(analysis);
    return analysis;
  }

  /** Says in one sentence why this sequence cannot have a figure. */
  public void unavailable(String figure, String reason) {
    unavailable.put(figure, reason);
  }

  public List<FrameAnalysis> analyses() {
    return analyses;
  }

  public Map<String, String> unavailable() {
    return unavailable;
  }
}

package dev.codecsmith.lab.anchors;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.FanOut;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Measures anchors: each rate value in a run of its own, side by side as far as the slots allow.
 */
public final class AnchorBench {
  private final AnchorCodec codec;
  private final RunSlots slots;
  private final Path workDirectory;

  /**
   * @param codec runs the reference codecs
   * @param slots shared by everything that runs in this process
   * @param workDirectory scratch space
   */
  public AnchorBench(AnchorCodec codec, RunSlots slots, Path workDirectory) {
    this.codec = codec;
    this.slots = slots;
    this.workDirectory = workDirectory;
  }

  /** What makes and measures its curves. */
  public CurveOrigin origin() {
    return codec.origin();
  }

  /** Measures the anchor on the clip by what every rate point is measured by. */
  public AnchorCurve measure(Anchor anchor, Clip clip)
      throws InfrastructureException, InterruptedException {
    return measure(anchor, clip, Set.of());
  }

  /**
   * Measures the anchor on the clip.
   *
   * @param more what is measured beside what every rate point has
   */
  public AnchorCurve measure(Anchor anchor, Clip clip, Set<Metric> more)
      throws InfrastructureException, InterruptedException {
    try (WorkFolder folder = WorkFolder.create(workDirectory)) {
      AnchorCodec.Source source = codec.source(clip, folder);
      List<FanOut.Task<RatePoint>> tasks = new ArrayList<>();
      for (int value : anchor.values()) {
        tasks.add(() ->
            slots.in(
                () -> codec.code(anchor, value, source, folder, FrameTap.none(), more).point()));
      }
      return new AnchorCurve(anchor, clip.name(), FanOut.all(tasks), codec.commandLine(anchor));
    } catch (CandidateFault fault) {
      throw new IllegalStateException("An anchor is no candidate.", fault);
    }
  }

  /**
   * Codes the clip at one rate value, and shows what becomes of it.
   *
   * @param tap sees the decoded frames; whoever opened it closes it
   * @param more what is measured beside what every rate point has
   */
  public AnchorCodec.Coded code(Anchor anchor, int value, Clip clip, FrameTap tap, Set<Metric> more)
      throws InfrastructureException, InterruptedException {
    try (WorkFolder folder = WorkFolder.create(workDirectory)) {
      AnchorCodec.Source source = codec.source(clip, folder);
      return slots.in(() -> codec.code(anchor, value, source, folder, tap, more));
    } catch (CandidateFault fault) {
      throw new IllegalStateException("An anchor is no candidate.", fault);
    }
  }
}

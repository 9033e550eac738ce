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
import java.io.IOException;
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

  private final Commands commands;

  /** Runs the commands of somebody's own anchors on this machine; looked for when one is met. */
  @FunctionalInterface
  public interface Commands {
    /** Finds it. */
    CommandCodec find() throws IOException;
  }

  /**
   * @param codec runs the reference codecs that ship
   * @param commands runs those of somebody's own
   * @param slots shared by everything that runs in this process
   * @param workDirectory scratch space
   */
  public AnchorBench(AnchorCodec codec, Commands commands, RunSlots slots, Path workDirectory) {
    this.codec = codec;
    this.commands = commands;
    this.slots = slots;
    this.workDirectory = workDirectory;
  }

  /** What makes and measures its curves. */
  public CurveOrigin origin() {
    return codec.origin();
  }

  /**
   * Makes sure that this machine has the programs that the anchor's commands begin with.
   *
   * @param worker what this machine is called
   * @throws InfrastructureException a lasting one, if one is missing or another
   */
  public void requirePrograms(String worker, Anchor anchor) throws InfrastructureException {
    if (anchor instanceof CommandAnchor own) {
      SystemPrograms.require(worker, own);
    }
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
      Coding coding = coding(anchor, clip, folder, more);
      List<FanOut.Task<RatePoint>> tasks = new ArrayList<>();
      for (int value : anchor.values()) {
        tasks.add(() -> slots.in(() -> coding.code(value, FrameTap.none()).point()));
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
      Coding coding = coding(anchor, clip, folder, more);
      return slots.in(() -> coding.code(value, tap));
    } catch (CandidateFault fault) {
      throw new IllegalStateException("An anchor is no candidate.", fault);
    }
  }

  /** Codes one clip with one anchor. */
  @FunctionalInterface
  private interface Coding {
    AnchorCodec.Coded code(int value, FrameTap tap)
        throws InfrastructureException, InterruptedException;
  }

  private Coding coding(Anchor anchor, Clip clip, WorkFolder folder, Set<Metric> more)
      throws InfrastructureException {
    return switch (anchor) {
      case FfmpegAnchor ffmpegs -> {
        AnchorCodec.Source source = codec.source(clip, folder);
        yield (value, tap) -> codec.code(ffmpegs, value, source, folder, tap, more);
      }
      case CommandAnchor own -> {
        CommandCodec runs = commands();
        Path files = runs.unpack(own, folder);
        yield (value, tap) -> runs.code(own, value, clip, files, folder, tap, more);
      }
    };
  }

  private CommandCodec commands() throws InfrastructureException {
    try {
      return commands.find();
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
  }
}

package dev.codecsmith.lab.anchors;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.FanOut;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Measures anchors, each once per clip and settings; {@link AnchorMemory} keeps the curves. */
public final class AnchorBench {
  private final AnchorCodec codec;
  private final AnchorMemory memory;
  private final RunSlots slots;
  private final Path workDirectory;
  private final Map<String, CompletableFuture<AnchorCurve>> curves = new ConcurrentHashMap<>();

  /**
   * @param codec runs the reference codecs
   * @param store remembers curves
   * @param slots shared by everything that runs in this process
   * @param workDirectory scratch space
   */
  public AnchorBench(AnchorCodec codec, ExperimentStore store, RunSlots slots, Path workDirectory) {
    this.codec = codec;
    this.memory = new AnchorMemory(codec, store);
    this.slots = slots;
    this.workDirectory = workDirectory;
  }

  /** The anchor on the clip, if it was ever measured. */
  public Optional<AnchorCurve> find(Anchor anchor, Clip clip) throws StoreException {
    return memory.find(anchor, clip);
  }

  /** The anchor on the clip, measured now if it never was. */
  public AnchorCurve curve(Anchor anchor, Clip clip)
      throws InfrastructureException, InterruptedException {
    String key = memory.key(anchor, clip);
    CompletableFuture<AnchorCurve> mine = new CompletableFuture<>();
    CompletableFuture<AnchorCurve> first = curves.putIfAbsent(key, mine);
    if (first != null) {
      return await(first).on(clip);
    }
    try {
      AnchorCurve curve = memory.find(anchor, clip).orElse(null);
      if (curve == null) {
        curve = measure(anchor, clip);
        memory.keep(curve, clip);
      }
      mine.complete(curve);
      return curve;
    } catch (StoreException e) {
      throw fail(key, mine, InfrastructureException.of(e));
    } catch (InfrastructureException e) {
      throw fail(key, mine, e);
    } catch (InterruptedException | RuntimeException | Error e) {
      curves.remove(key);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private InfrastructureException fail(
      String key, CompletableFuture<AnchorCurve> mine, InfrastructureException fault) {
    curves.remove(key);
    mine.completeExceptionally(fault);
    return fault;
  }

  private static AnchorCurve await(CompletableFuture<AnchorCurve> first)
      throws InfrastructureException, InterruptedException {
    try {
      return first.get();
    } catch (ExecutionException e) {
      throw new InfrastructureException("An anchor could not be measured: " + e.getCause(), e);
    }
  }

  private AnchorCurve measure(Anchor anchor, Clip clip)
      throws InfrastructureException, InterruptedException {
    try (WorkFolder folder = WorkFolder.create(workDirectory)) {
      AnchorCodec.Source source = codec.source(clip, folder);
      List<FanOut.Task<RatePoint>> tasks = new ArrayList<>();
      for (int value : anchor.values()) {
        tasks.add(() -> slots.in(() -> codec.measure(anchor, value, source, folder)));
      }
      return new AnchorCurve(anchor, clip.name(), FanOut.all(tasks), codec.commandLine(anchor));
    } catch (CandidateFault fault) {
      throw new IllegalStateException("An anchor is no candidate.", fault);
    }
  }
}

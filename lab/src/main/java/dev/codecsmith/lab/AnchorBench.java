package dev.codecsmith.lab;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.Json;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.video.Clip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Measures anchors, each once per clip: a curve is kept in the store under the clip's hash and
 * frame count, the anchor's exact settings and ffmpeg's version, so that a change of any of them
 * measures anew.
 */
public final class AnchorBench {
  /** Rises when what is measured changes, so that older curves are not used any more. */
  private static final int MEASUREMENT_VERSION = 1;

  private final AnchorCodec codec;
  private final ExperimentStore store;
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
    this.store = store;
    this.slots = slots;
    this.workDirectory = workDirectory;
  }

  /** The anchor on the clip, measured now if it never was. */
  public AnchorCurve curve(Anchor anchor, Clip clip)
      throws InfrastructureException, InterruptedException {
    String key = key(anchor, clip);
    CompletableFuture<AnchorCurve> mine = new CompletableFuture<>();
    CompletableFuture<AnchorCurve> first = curves.putIfAbsent(key, mine);
    if (first != null) {
      return await(first);
    }
    try {
      AnchorCurve curve = remembered(key, anchor, clip).orElse(null);
      if (curve == null) {
        curve = measure(anchor, clip);
        store.cache(key, Json.write(curve.points()));
      }
      mine.complete(curve);
      return curve;
    } catch (StoreException e) {
      throw fail(key, mine, InfrastructureException.of(e));
    } catch (InfrastructureException e) {
      throw fail(key, mine, e);
    } catch (InterruptedException | RuntimeException e) {
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

  private Optional<AnchorCurve> remembered(String key, Anchor anchor, Clip clip)
      throws StoreException {
    return store
        .cached(key)
        .map(json ->
            new AnchorCurve(
                anchor,
                clip.name(),
                // The same footage under another name is the same measurement.
                List.of(Json.mapper().readValue(json, RatePoint[].class)).stream()
                    .map(point -> named(point, clip))
                    .toList(),
                codec.commandLine(anchor)));
  }

  private static RatePoint named(RatePoint point, Clip clip) {
    return new RatePoint(
        clip.name(),
        point.quality(),
        point.bytes(),
        point.bitrateKbps(),
        point.metrics(),
        point.encode(),
        point.decode(),
        point.bitstreamSha256(),
        point.framesSha256());
  }

  private AnchorCurve measure(Anchor anchor, Clip clip)
      throws InfrastructureException, InterruptedException {
    try (WorkFolder folder = WorkFolder.create(workDirectory, "anchor-" + anchor.name())) {
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

  private String key(Anchor anchor, Clip clip) {
    byte[] settings = Hashes.sha256().digest(Json.write(anchor).getBytes(StandardCharsets.UTF_8));
    return String.join(
        "/",
        "anchor",
        "v" + MEASUREMENT_VERSION,
        clip.sha256(),
        Integer.toString(clip.frames()),
        anchor.name(),
        HexFormat.of().formatHex(settings, 0, 8),
        codec.version());
  }
}

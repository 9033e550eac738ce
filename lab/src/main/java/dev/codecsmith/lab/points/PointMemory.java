package dev.codecsmith.lab.points;

import dev.codecsmith.lab.anchors.AnchorMemory;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Rate points that one program gave before, in this store: exactly as they were measured, under the
 * hash of the program that was run then, the clip's hash and frame count, QUALITY, and the
 * conditions: limits, devices, toolchain and sandbox. A change of any of them is another point, and
 * so is one whose bitstream or per-frame figures are no longer among the artifacts.
 */
public final class PointMemory {
  /** So much CPU time may be spent again after a kill, before what it gave is written down. */
  private static final double UNWRITTEN_CPU_SECONDS = 1;

  private final ExperimentStore store;
  private final ArtifactStore artifacts;
  private final String program;
  private final String conditions;
  private final Map<String, RatePoint> unwritten = new HashMap<>();
  private double unwrittenCpuSeconds;

  /**
   * @param tools what builds and what runs the program, with their versions
   */
  public PointMemory(
      ExperimentStore store,
      ArtifactStore artifacts,
      String programSha256,
      EvaluationSettings settings,
      List<String> tools) {
    this.store = store;
    this.artifacts = artifacts;
    this.program = programSha256;
    String all =
        Json.write(
            List.of(
                "v" + AnchorMemory.MEASUREMENT_VERSION,
                Json.write(settings.limits()),
                settings.devices().toString(),
                tools.toString()));
    this.conditions = DigestUtils.sha256Hex(all).substring(0, 32);
  }

  private String key(Clip clip, int quality) {
    return String.join(
        "/",
        program,
        clip.sha256(),
        Integer.toString(clip.frames()),
        Integer.toString(quality),
        conditions);
  }

  Optional<RatePoint> find(Clip clip, int quality) throws InfrastructureException {
    try {
      Optional<RatePoint> found = store.measuredPoint(key(clip, quality));
      return found.isPresent()
              && artifacts.contains(found.get().bitstreamSha256())
              && artifacts.contains(found.get().framesSha256())
          ? found.map(point -> AnchorMemory.named(point, clip))
          : Optional.empty();
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** Keeps a point; it is written at once if it was dear, else by {@link #write} at the latest. */
  synchronized void keep(Clip clip, RatePoint point) throws InfrastructureException {
    unwritten.put(key(clip, point.quality()), point);
    unwrittenCpuSeconds += point.encode().cpuSeconds() + point.decode().cpuSeconds();
    if (unwrittenCpuSeconds >= UNWRITTEN_CPU_SECONDS) {
      write();
    }
  }

  synchronized void write() throws InfrastructureException {
    if (unwritten.isEmpty()) {
      return;
    }
    try {
      store.keepMeasuredPoints(program, unwritten);
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
    unwritten.clear();
    unwrittenCpuSeconds = 0;
  }

  /** Forgets all of the program's points: it was found not to give the same twice. */
  synchronized void forget() throws InfrastructureException {
    unwritten.clear();
    try {
      store.forgetMeasuredPoints(program);
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }
}

package dev.codecsmith.lab.dispatch;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.measure.Meters;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import tools.jackson.core.JacksonException;

/**
 * Anchors that were measured before: curves in the store, under the clip's hash and frame count,
 * the anchor's exact settings and what made and measured it, so that a change of any of them is
 * another curve.
 */
public final class AnchorMemory {
  private final AnchorCodec codec;
  private final ExperimentStore store;

  /** Found or kept before, by key: each prompt shows them. */
  private final Map<String, List<RatePoint>> known = new ConcurrentHashMap<>();

  /**
   * @param codec what measures, or measured
   * @param store where curves are; open for reading is enough to {@link #find} them
   */
  public AnchorMemory(AnchorCodec codec, ExperimentStore store) {
    this.codec = codec;
    this.store = store;
  }

  /** What makes and measures the curves that are found here. */
  CurveOrigin origin() {
    return codec.origin();
  }

  /** The anchor on all of the clip, if it was ever measured. */
  public Optional<AnchorCurve> find(Anchor anchor, Clip clip) throws StoreException {
    return find(anchor, clip, clip.frames(), Set.of());
  }

  /**
   * The anchor on the first frames of the clip, if it was ever measured.
   *
   * @param more what it must have been measured by beside what every curve is
   */
  public Optional<AnchorCurve> find(Anchor anchor, Clip clip, int frames, Set<Metric> more)
      throws StoreException {
    String key = key(anchor, clip.sha256(), frames, codec.origin(), more);
    if (!known.containsKey(key)) {
      store.cached(key).flatMap(AnchorMemory::points).ifPresent(points -> known.put(key, points));
    }
    return Optional.ofNullable(known.get(key))
        .map(points ->
            new AnchorCurve(anchor, clip.name(), points, codec.commandLine(anchor))
                .named(clip.name()));
  }

  /** What cannot be read is not known: it is measured again. */
  private static Optional<List<RatePoint>> points(String json) {
    try {
      return Optional.of(List.of(Json.read(json, RatePoint[].class)));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /** Keeps a curve. */
  public void keep(ClipCurve measured) throws StoreException {
    String key =
        key(
            measured.curve().anchor(),
            measured.clipSha256(),
            measured.frames(),
            measured.origin(),
            Meters.moreOf(measured.curve().points().getFirst().metrics()));
    store.cache(key, Json.write(measured.curve().points()));
    known.put(key, measured.curve().points());
  }

  /** Keeps here, too, what another memory has of the anchor on all of the clip. */
  public void learn(AnchorMemory other, Anchor anchor, Clip clip, Set<Metric> more)
      throws StoreException {
    Optional<AnchorCurve> curve = other.find(anchor, clip, clip.frames(), more);
    if (curve.isPresent() && find(anchor, clip, clip.frames(), more).isEmpty()) {
      store.cache(
          key(anchor, clip.sha256(), clip.frames(), other.codec.origin(), more),
          Json.write(curve.get().points()));
    }
  }

  private static String key(
      Anchor anchor, String clipSha256, int frames, CurveOrigin origin, Set<Metric> more) {
    String usual = usualKey(anchor, clipSha256, frames, origin);
    return more.isEmpty()
        ? usual
        : usual + more.stream().map(each -> "/" + each.id()).sorted().collect(Collectors.joining());
  }

  private static String usualKey(Anchor anchor, String clipSha256, int frames, CurveOrigin origin) {
    return String.join(
        "/",
        "anchor",
        "v" + origin.measurement(),
        clipSha256,
        Integer.toString(frames),
        anchor.name(),
        DigestUtils.sha256Hex(Json.write(anchor)).substring(0, 16),
        origin.ffmpeg());
  }
}

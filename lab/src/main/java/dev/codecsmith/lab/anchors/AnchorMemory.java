package dev.codecsmith.lab.anchors;

import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Anchors that were measured before: curves in the store, under the clip's hash and frame count,
 * the anchor's exact settings and ffmpeg's version, so that a change of any of them is another
 * curve.
 */
public final class AnchorMemory {
  /** Rises when what is measured changes, so that older curves and points are not used any more. */
  public static final int MEASUREMENT_VERSION = 1;

  private final AnchorCodec codec;
  private final ExperimentStore store;

  /**
   * @param codec what measures, or measured
   * @param store where curves are; open for reading is enough to {@link #find} them
   */
  public AnchorMemory(AnchorCodec codec, ExperimentStore store) {
    this.codec = codec;
    this.store = store;
  }

  /** The anchor on the clip, if it was ever measured. */
  public Optional<AnchorCurve> find(Anchor anchor, Clip clip) throws StoreException {
    return store
        .cached(key(anchor, clip))
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

  void keep(AnchorCurve curve, Clip clip) throws StoreException {
    store.cache(key(curve.anchor(), clip), Json.write(curve.points()));
  }

  String key(Anchor anchor, Clip clip) {
    return String.join(
        "/",
        "anchor",
        "v" + MEASUREMENT_VERSION,
        clip.sha256(),
        Integer.toString(clip.frames()),
        anchor.name(),
        DigestUtils.sha256Hex(Json.write(anchor)).substring(0, 16),
        codec.version());
  }

  public static RatePoint named(RatePoint point, Clip clip) {
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
}

package dev.codecsmith.lab.points;

import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.measure.MeasurementVersion;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Rate points that a program gave before and that may stand for new ones: those of the same clip,
 * QUALITY and conditions, which are limits, devices, toolchain, sandbox and processor.
 */
public final class KnownPoints {
  private record Key(String clipSha256, int frames, int quality) {}

  private final String conditions;
  private final Optional<String> machine;
  private final Map<Key, RatePoint> points = new HashMap<>();

  /** The whole clips of short ones, by the short one's own hash. */
  private final Map<String, String> wholes = new HashMap<>();

  private KnownPoints(String conditions, Optional<String> machine) {
    this.conditions = conditions;
    this.machine = machine;
  }

  /**
   * Of the points that are known, those of these conditions.
   *
   * @param tools what builds and what runs the program, with their versions
   * @param machine where new ones are measured, as records name it
   */
  public static KnownPoints of(
      List<MeasuredPoint> known,
      EvaluationSettings settings,
      List<String> tools,
      Optional<String> machine) {
    Set<Metric> more = settings.objective().moreMetrics();
    String all =
        Json.write(
                List.of(
                    "v" + MeasurementVersion.NUMBER,
                    // Times of before are of another setting.
                    "short runs by the smoke frames",
                    Json.write(settings.limits()),
                    settings.devices().toString(),
                    tools.toString()))
            + (more.isEmpty() ? "" : more)
            + settings.constraints().inWords().orElse("");
    KnownPoints points = new KnownPoints(DigestUtils.sha256Hex(all).substring(0, 32), machine);
    for (MeasuredPoint each : known) {
      if (each.conditions().equals(points.conditions)) {
        points.points.put(
            new Key(each.clipSha256(), each.frames(), each.point().quality()), each.point());
      }
    }
    return points;
  }

  /**
   * Tells of clips that are the beginnings of others. Their points go by the whole clip's hash, as
   * who gave the job knows no other.
   */
  public KnownPoints withShortClips(List<Clip> shortClips, List<Clip> wholeClips) {
    for (int i = 0; i < shortClips.size(); i++) {
      wholes.put(shortClips.get(i).sha256(), wholeClips.get(i).sha256());
    }
    return this;
  }

  private String wholeOf(Clip clip) {
    return wholes.getOrDefault(clip.sha256(), clip.sha256());
  }

  Optional<RatePoint> find(Clip clip, int quality) {
    return Optional.ofNullable(points.get(new Key(wholeOf(clip), clip.frames(), quality)))
        .map(point -> point.on(clip.name()));
  }

  /** Where new points are measured. */
  Optional<String> machine() {
    return machine;
  }

  /** A new point with what decides it. */
  MeasuredPoint measured(String programSha256, Clip clip, RatePoint point) {
    return new MeasuredPoint(programSha256, wholeOf(clip), clip.frames(), conditions, point);
  }
}

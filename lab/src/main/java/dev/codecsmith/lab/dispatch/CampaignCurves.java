package dev.codecsmith.lab.dispatch;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.measure.Meters;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The anchors' curves that evaluations with some settings need: those that are remembered, and the
 * others as workers send them. Whoever measures may be another machine, so a curve is kept only if
 * it was asked for, is whole, and is of the same origin as all others. Safe for all threads.
 */
final class CampaignCurves {
  private record Key(Anchor anchor, String clipSha256, int frames) {
    static Key of(ClipCurve curve) {
      return new Key(curve.curve().anchor(), curve.clipSha256(), curve.frames());
    }
  }

  private final AnchorMemory memory;
  private final Objective objective;

  /** What is needed, in the order in which it is measured. */
  private final SequencedMap<Key, Clip> needed = new LinkedHashMap<>();

  private final Map<Key, ClipCurve> known = new LinkedHashMap<>();

  private CampaignCurves(AnchorMemory memory, EvaluationSettings settings) {
    this.memory = memory;
    this.objective = settings.objective();
    for (Anchor anchor : settings.anchors()) {
      for (Clip clip : settings.clips()) {
        needed.put(new Key(anchor, clip.sha256(), clip.frames()), clip);
      }
    }
    settings
        .cascade()
        .filter(cascade -> cascade.saves(settings))
        .ifPresent(cascade -> {
          for (Clip clip : settings.searchClips()) {
            int frames = cascade.frames(clip.frames());
            needed.put(new Key(settings.mainAnchor(), clip.sha256(), frames), clip);
          }
        });
  }

  /**
   * What those settings need, with what is remembered of it.
   *
   * @throws IllegalArgumentException if no program can be scored on one of the clips
   */
  static CampaignCurves of(AnchorMemory memory, EvaluationSettings settings) throws StoreException {
    CampaignCurves curves = new CampaignCurves(memory, settings);
    for (Map.Entry<Key, Clip> each : curves.needed.entrySet()) {
      Key key = each.getKey();
      memory
          .find(key.anchor(), each.getValue(), key.frames(), settings.objective().moreMetrics())
          .map(curve -> new ClipCurve(key.clipSha256(), key.frames(), curve, memory.origin()))
          .ifPresent(curve -> curves.known.put(key, curve));
    }
    for (ClipCurve curve : curves.known()) {
      curves.check(curve);
    }
    return curves;
  }

  /** What is known so far, in the order in which it is measured. */
  synchronized List<ClipCurve> known() {
    List<ClipCurve> all = new ArrayList<>();
    for (Key key : needed.keySet()) {
      ClipCurve curve = known.get(key);
      if (curve != null) {
        all.add(curve);
      }
    }
    return all;
  }

  /**
   * Keeps a curve that a worker measured; one that is known is left as it is.
   *
   * @throws InfrastructureException a lasting one, if it must not be kept
   * @throws IllegalArgumentException if no program can be scored on its clip
   */
  synchronized void keep(String worker, ClipCurve curve) throws InfrastructureException {
    requireUsable(worker, curve);
    if (known.putIfAbsent(Key.of(curve), curve) == null) {
      try {
        memory.keep(curve);
      } catch (StoreException e) {
        throw InfrastructureException.of(e);
      }
      check(curve);
    }
  }

  /**
   * Keeps what a worker's answer holds, some of which may not have come before.
   *
   * @return all curves that are needed
   * @throws InfrastructureException a lasting one, if one must not be kept, or one is missing
   */
  synchronized List<ClipCurve> complete(String worker, List<ClipCurve> answered)
      throws InfrastructureException {
    for (ClipCurve curve : answered) {
      keep(worker, curve);
    }
    for (Map.Entry<Key, Clip> each : needed.entrySet()) {
      if (!known.containsKey(each.getKey())) {
        throw InfrastructureException.lasting(
            "The worker "
                + worker
                + " sent no curve of "
                + each.getKey().anchor().name()
                + " on "
                + each.getValue().name()
                + ": install the same version of Codecsmith there.");
      }
    }
    return known();
  }

  private void requireUsable(String worker, ClipCurve curve) throws InfrastructureException {
    if (!curve.origin().equals(memory.origin())) {
      throw InfrastructureException.lasting(
          "The worker "
              + worker
              + " sent anchors of "
              + curve.origin()
              + ", and this campaign's are of "
              + memory.origin()
              + "; the two are not held against one another: install the same version of Codecsmith"
              + " on both.");
    }
    List<Integer> values = curve.curve().points().stream().map(RatePoint::quality).toList();
    boolean lacksFigures =
        curve.curve().points().stream()
            .anyMatch(point -> !Meters.moreOf(point.metrics()).equals(objective.moreMetrics()));
    if (!needed.containsKey(Key.of(curve))
        || !values.equals(curve.curve().anchor().values())
        || lacksFigures) {
      throw InfrastructureException.lasting(
          "The worker "
              + worker
              + " sent a curve of "
              + curve.curve().anchor().name()
              + " on "
              + curve.frames()
              + " frames of "
              + curve.curve().clip()
              + " that was not asked for, or not all of one that was: install the same version of"
              + " Codecsmith there.");
    }
  }

  /** Makes sure, as soon as a whole clip's curve is known, that programs can be scored on it. */
  private void check(ClipCurve curve) {
    Clip clip = needed.get(Key.of(curve));
    if (clip != null && clip.frames() == curve.frames()) {
      curve.curve().checkBand(objective.figures());
    }
  }
}

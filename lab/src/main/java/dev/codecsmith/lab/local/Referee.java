package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.lab.scoring.RacePairs;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.race.Race;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds a program's points against its rival's and says whether it looks so far behind that it is
 * left.
 *
 * @param curves that the job came with
 * @param decoderBytes compressed size of the program that is measured
 */
record Referee(
    EvaluationSettings settings, JobCurves curves, Racing racing, Rival rival, long decoderBytes) {

  /** One where the settings have races and there is a rival. */
  static Optional<Referee> of(
      EvaluationSettings settings, JobCurves curves, Optional<Rival> rival, long decoderBytes) {
    return settings
        .cascade()
        .flatMap(Cascade::race)
        .flatMap(
            racing -> rival.map(each -> new Referee(settings, curves, racing, each, decoderBytes)));
  }

  /**
   * The race with a look at the first frames; empty if there is nothing to be seen.
   *
   * @param heads the first frames of the search clips, in order
   * @param shortPoints the program's on these
   */
  Optional<Race> atFirstFrames(List<Clip> heads, List<RatePoint> shortPoints)
      throws InfrastructureException {
    if (heads.isEmpty()) {
      return Optional.empty();
    }
    List<AnchorCurve> onHeads = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      onHeads.add(curves.of(settings.mainAnchor(), settings.searchClips().get(i), heads.get(i)));
    }
    return look(Race.Stage.FIRST_FRAMES, heads, onHeads, shortPoints, rival.shortPoints())
        .map(look -> after(List.of(look), List.of()));
  }

  /**
   * The race with a look at whole clips.
   *
   * @param before the looks so far
   * @param first what the first round of the measurement gave
   */
  Optional<Race> atFirstQualities(Optional<Race> before, List<RatePoint> first)
      throws InfrastructureException {
    List<AnchorCurve> onClips = new ArrayList<>();
    for (Clip clip : settings.searchClips()) {
      onClips.add(curves.of(settings.mainAnchor(), clip, clip));
    }
    Optional<Race.Look> look =
        look(Race.Stage.FIRST_QUALITIES, settings.searchClips(), onClips, first, rival.points());
    if (look.isEmpty()) {
      return before;
    }
    List<Race.Look> looks = new ArrayList<>(before.map(Race::looks).orElse(List.of()));
    looks.add(look.get());
    return Optional.of(after(looks, first));
  }

  /** Throws the fault of a program that is left. */
  void leave(Optional<Race> race, ExperimentStatus phase) throws CandidateFault {
    if (race.isPresent() && race.get().left()) {
      throw new CandidateFault(FailureKind.DOMINATED, phase, racing.sentence(race.get()));
    }
  }

  private Optional<Race.Look> look(
      Race.Stage stage,
      List<Clip> clips,
      List<AnchorCurve> onClips,
      List<RatePoint> own,
      List<RatePoint> others) {
    return RacePairs.of(
            settings.objective(),
            clips,
            onClips,
            new RacePairs.Runner(own, decoderBytes),
            new RacePairs.Runner(others, rival.decoderBytes()))
        .map(pairs -> new Race.Look(stage, pairs.pairs(), pairs.gap(), rival.spreads().of(stage)));
  }

  private Race after(List<Race.Look> looks, List<RatePoint> measured) {
    boolean worse = looks.stream().anyMatch(look -> racing.overThresholdBy(look) > 0);
    return new Race(
        rival.experiment(),
        rival.score(),
        looks,
        worse,
        rival.checked(),
        worse && !rival.checked() ? saved(measured) : 0);
  }

  /** What the rival took for the points that are left out, less or more as the program is. */
  private double saved(List<RatePoint> measured) {
    Map<String, RatePoint> own =
        measured.stream().collect(Collectors.toMap(Referee::place, Function.identity()));
    double done = 0;
    double rivals = 0;
    double left = 0;
    for (RatePoint point : rival.points()) {
      RatePoint mine = own.get(place(point));
      if (mine == null) {
        left += cpuSeconds(point);
      } else {
        done += cpuSeconds(mine);
        rivals += cpuSeconds(point);
      }
    }
    return rivals > 0 ? left * done / rivals : left;
  }

  private static String place(RatePoint point) {
    return point.quality() + " " + point.clip();
  }

  private static double cpuSeconds(RatePoint point) {
    return point.encode().cpuSeconds() + point.decode().cpuSeconds();
  }
}

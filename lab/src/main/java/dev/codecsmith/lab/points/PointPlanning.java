package dev.codecsmith.lab.points;

import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.points.PointRuns.Plan;
import dev.codecsmith.lab.points.PointRuns.Stage;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says of rate points which are remembered and how the others are measured.
 *
 * @param programSha256 the program's
 * @param known points that may stand for new ones
 * @param notes told what is remembered
 */
public record PointPlanning(
    EvaluationSettings settings, String programSha256, KnownPoints known, EvaluationNotes notes) {

  private static final Comparator<Plan> LONGEST_FIRST =
      Comparator.comparingDouble((Plan plan) -> plan.clip().megapixels())
          .thenComparingInt(Plan::quality)
          .reversed();

  /**
   * A point that is to be measured.
   *
   * @param video what is kept of the frames
   * @param twice whether it is decoded again
   */
  public record Run(Plan plan, KeptVideo video, boolean twice) {}

  /**
   * What is remembered of some points, and the others, those first that take longest: large clips
   * before small ones, high QUALITY before low. So a program that is too slow is found out soon,
   * and no slot waits for a long run at the end. Of each clip's others one is decoded twice.
   */
  public record Round(List<RatePoint> remembered, List<Run> runs) {}

  /** Plans points that are measured side by side. */
  public Round round(Stage stage, List<Plan> plans) {
    Videos videos = Videos.of(stage.isFull() ? settings.video() : KeptVideo.NONE, plans);
    List<RatePoint> remembered = new ArrayList<>();
    List<Plan> unknown = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Plan plan : plans) {
      KeptVideo wanted = videos.of(plan);
      Optional<RatePoint> before =
          known.find(plan.clip(), plan.quality()).filter(point -> has(point, wanted));
      if (before.isEmpty()) {
        unknown.add(plan);
        continue;
      }
      remembered.add(before.get());
      notes.role(plan.role("bitstream"), before.get().bitstreamSha256());
      if (wanted == KeptVideo.PLAYABLE) {
        before
            .get()
            .videoSha256()
            .ifPresent(video -> notes.role(plan.role(Videos.PLAYABLE), video));
      }
      names.add(plan.clip().name() + " at QUALITY " + plan.quality());
    }
    if (!names.isEmpty()) {
      notes.line(
          "Not run again, but remembered from an earlier measurement of this same program, clip and"
              + " conditions: "
              + String.join(", ", names)
              + ".");
    }
    Set<Plan> twice = decodedTwice(stage, unknown);
    return new Round(
        remembered,
        unknown.stream()
            .sorted(LONGEST_FIRST)
            .map(plan -> new Run(plan, videos.of(plan), twice.contains(plan)))
            .toList());
  }

  /** Whether what is wanted of a remembered point's video was kept when it was measured. */
  private static boolean has(RatePoint point, KeptVideo wanted) {
    return switch (wanted) {
      case NONE -> true;
      case PLAYABLE -> point.videoSha256().isPresent();
      case EXACT -> false;
    };
  }

  /** One of each clip; none of what only a short clip shows, since no score is made of it. */
  private Set<Plan> decodedTwice(Stage stage, List<Plan> plans) {
    Set<Plan> sample = new HashSet<>();
    for (Clip clip : plans.stream().map(Plan::clip).distinct().toList()) {
      if (!stage.isFull() && !settings.clips().contains(clip)) {
        continue;
      }
      List<Integer> qualities =
          plans.stream().filter(plan -> plan.clip().equals(clip)).map(Plan::quality).toList();
      sample.add(new Plan(clip, RepeatSample.of(programSha256, clip, qualities)));
    }
    return sample;
  }
}

package dev.codecsmith.lab.points;

import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.lab.measure.PlayableVideo;
import dev.codecsmith.lab.points.PointRuns.Plan;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Of which rate points video is kept, and how. */
final class Videos {
  /** The role of what is played. */
  static final String PLAYABLE = "video";

  private final KeptVideo kept;
  private final Map<Clip, Integer> best;

  private Videos(KeptVideo kept, Map<Clip, Integer> best) {
    this.kept = kept;
    this.best = best;
  }

  static Videos of(KeptVideo kept, List<Plan> plans) {
    Map<Clip, Integer> best = new HashMap<>();
    for (Plan plan : plans) {
      best.merge(plan.clip(), plan.quality(), Math::max);
    }
    return new Videos(kept, best);
  }

  KeptVideo of(Plan plan) {
    boolean isBest = best.getOrDefault(plan.clip(), -1) == plan.quality();
    return kept == KeptVideo.PLAYABLE && !isBest ? KeptVideo.NONE : kept;
  }

  /** Writes the frames to a file, or not. */
  static FrameTap tap(KeptVideo video, Path file, Clip clip) throws IOException {
    return switch (video) {
      case NONE -> FrameTap.none();
      case PLAYABLE -> new PlayableVideo(file, clip);
      case EXACT -> FrameTap.to(file, clip);
    };
  }
}

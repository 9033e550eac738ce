package dev.codecsmith.lab.local;

import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.List;

/** What a cascade measures first. */
final class ShortClips {
  private ShortClips() {}

  /**
   * The first frames of each search clip; none if no clip has more, so that nothing would be saved.
   *
   * @param folder where new files go; it must outlive the clips
   */
  static List<Clip> of(Cascade cascade, EvaluationSettings settings, WorkFolder folder)
      throws InfrastructureException {
    if (!cascade.saves(settings)) {
      return List.of();
    }
    List<Clip> clips = new ArrayList<>();
    for (Clip clip : settings.searchClips()) {
      clips.add(ClipHead.of(clip, cascade.frames(), folder));
    }
    return clips;
  }
}

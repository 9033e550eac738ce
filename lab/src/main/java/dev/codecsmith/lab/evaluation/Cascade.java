package dev.codecsmith.lab.evaluation;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.store.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A cheap look before the full measurement: each search clip's first frames at few QUALITY values.
 * What is far behind there is not measured further.
 *
 * @param frames how many of a clip's first frames, at least 1; a clip that has no more is taken
 *     whole
 * @param qualities different integers from 0 to 100, rising; two are enough
 * @param margin by how many points of percent a program's short score may be worse than the hurdle;
 *     at least 0. The short score says less than the score, so this should be generous
 * @param race whether a program is held against its parents point by point as well, and how sure
 *     that has to be
 */
public record Cascade(
    int frames,
    List<Integer> qualities,
    double margin,
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
        @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
        Optional<Racing> race) {
  /** One without races. */
  public Cascade(int frames, List<Integer> qualities, double margin) {
    this(frames, qualities, margin, Optional.empty());
  }

  public Cascade {
    qualities = qualities.stream().sorted().distinct().toList();
    if (frames < 1) {
      throw new IllegalArgumentException(
          "A cascade measures at least one frame of each clip, found " + frames + ".");
    }
    if (qualities.isEmpty() || qualities.getFirst() < 0 || qualities.getLast() > 100) {
      throw new IllegalArgumentException(
          "A cascade measures at QUALITY values from 0 to 100, at least one, found "
              + qualities
              + ".");
    }
    if (!(margin >= 0) || Double.isInfinite(margin)) {
      throw new IllegalArgumentException(
          "The margin of a cascade is in points of percent, at least 0, found " + margin + ".");
    }
  }

  /**
   * How many of a clip's first frames are measured.
   *
   * @param clipFrames how many it has
   */
  public int frames(int clipFrames) {
    return Math.min(frames, clipFrames);
  }

  /** Whether a clip has more frames than are measured, so that something is saved. */
  public boolean saves(EvaluationSettings settings) {
    return settings.searchClips().stream().anyMatch(clip -> clip.frames() > frames);
  }

  /** Why a program is not measured further. */
  public String sentence(double shortScore, double hurdle, Anchor anchor, Objective objective) {
    return String.format(
        Locale.ROOT,
        "On the first %d frames of each clip, at QUALITY %s, %s"
            + " (its short score; lower is better). The best short score known is %+.1f %%,"
            + " and only what is within %.1f points of it is measured in full: it must need at least"
            + " %.1f points less on these frames.",
        frames,
        qualities.stream().map(String::valueOf).collect(Collectors.joining(" and ")),
        objective.isDefault()
            ? String.format(
                Locale.ROOT,
                "its rate is %+.1f %% against %s at equal PSNR-YUV",
                shortScore,
                anchor.name())
            : String.format(
                Locale.ROOT,
                "it has %+.1f %% by the campaign's objective (%s)",
                shortScore,
                objective.inWords(anchor.name())),
        hurdle,
        margin,
        shortScore - hurdle - margin);
  }
}

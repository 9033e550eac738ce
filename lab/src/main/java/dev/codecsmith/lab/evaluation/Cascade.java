package dev.codecsmith.lab.evaluation;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.store.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * @param rises where more frames are looked at later in a campaign, in order: few frames flatter
 *     programs whose groups of pictures are short, and are cheap while everything gets better
 * @param checked the share of all programs that is measured in full however far behind they are on
 *     the first frames, so that it is known how often the margin is wrong; from 0 to 1. It is the
 *     campaign that draws them, so no job tells it
 */
public record Cascade(
    int frames,
    List<Integer> qualities,
    double margin,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Racing> race,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Rise> rises,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) double checked) {
  public static final double USUAL_CHECKED_SHARE = 0.1;

  /**
   * From an iteration on more frames are looked at.
   *
   * @param iteration the first of them, at least 2
   * @param frames how many
   */
  public record Rise(int iteration, int frames) {}

  /** One without races, of as many frames all along. */
  public Cascade(int frames, List<Integer> qualities, double margin) {
    this(frames, qualities, margin, Optional.empty());
  }

  /** One of as many frames all along. */
  public Cascade(int frames, List<Integer> qualities, double margin, Optional<Racing> race) {
    this(frames, qualities, margin, race, List.of(), 0);
  }

  @JsonCreator
  static Cascade read(
      @JsonProperty("frames") int frames,
      @JsonProperty("qualities") List<Integer> qualities,
      @JsonProperty("margin") double margin,
      @JsonProperty("race") @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
          Optional<Racing> race,
      @JsonProperty("rises") @JacksonInject(value = Json.ALSO_ABSENT, useInput = OptBoolean.TRUE)
          Optional<List<Rise>> rises,
      @JsonProperty("checked") @JacksonInject(value = Json.ABSENT_TOO, useInput = OptBoolean.TRUE)
          Optional<Double> checked) {
    return new Cascade(
        frames, qualities, margin, race, rises.orElse(List.of()), checked.orElse(0.0));
  }

  public Cascade {
    qualities = qualities.stream().sorted().distinct().toList();
    rises = List.copyOf(rises);
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
    if (!(checked >= 0 && checked <= 1)) {
      throw new IllegalArgumentException(
          "The share of programs that a cascade measures in full all the same is a number from 0 to"
              + " 1, such as 0.1, found "
              + checked
              + ".");
    }
    Rise before = new Rise(1, frames);
    for (Rise rise : rises) {
      if (rise.iteration() <= before.iteration() || rise.frames() <= before.frames()) {
        throw new IllegalArgumentException(
            "The rises of a cascade go from iteration to later iteration and to more and more"
                + " frames; found %d frames from iteration %d on behind %d frames from iteration %d on."
                    .formatted(
                        rise.frames(), rise.iteration(), before.frames(), before.iteration()));
      }
      before = rise;
    }
  }

  /** The same with another share of programs that are measured in full. */
  public Cascade checking(double share) {
    return new Cascade(frames, qualities, margin, race, rises, share);
  }

  /** What it is in an iteration, which is counted from 1: the same without rises. */
  public Cascade at(int iteration) {
    return rises.isEmpty() ? this : of(framesAt(iteration));
  }

  /** What it is from the first iteration on, and from each of its rises on. */
  public List<Cascade> stages() {
    return Stream.concat(Stream.of(frames), rises.stream().map(Rise::frames))
        .map(this::of)
        .toList();
  }

  private Cascade of(int stage) {
    return new Cascade(stage, qualities, margin, race, List.of(), checked);
  }

  /** How many first frames are looked at in an iteration. */
  public int framesAt(int iteration) {
    int now = frames;
    for (Rise rise : rises) {
      now = iteration >= rise.iteration() ? rise.frames() : now;
    }
    return now;
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

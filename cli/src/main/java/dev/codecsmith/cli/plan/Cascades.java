package dev.codecsmith.cli.plan;

import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.race.Racing;
import java.util.List;
import java.util.Optional;

/** What a cascade is where a person says only part of it. */
final class Cascades {
  static final List<Integer> QUALITIES = List.of(30, 70);

  /** Points of percent; a short score can be off its score by a good deal. */
  static final double MARGIN = 50;

  private Cascades() {}

  /** A cascade of so many frames, as the given one otherwise. */
  static Cascade of(int frames, Optional<Cascade> base) {
    return new Cascade(
        frames,
        base.map(Cascade::qualities).orElse(QUALITIES),
        base.map(Cascade::margin).orElse(MARGIN),
        base.flatMap(Cascade::race),
        base.map(Cascade::rises).orElse(List.of()),
        base.map(Cascade::checked).orElse(Cascade.USUAL_CHECKED_SHARE));
  }

  /** The given one with races of an error rate. */
  static Cascade racing(double errorRate, Optional<Cascade> base) {
    Cascade given =
        base.orElseThrow(() ->
            new IllegalArgumentException(
                "--race needs a cascade, which says how many frames are measured first; give"
                    + " --cascade FRAMES too, such as --cascade 8."));
    double checked = given.race().map(Racing::checkedShare).orElse(given.checked());
    return new Cascade(
        given.frames(),
        given.qualities(),
        given.margin(),
        Optional.of(new Racing(errorRate, checked)),
        given.rises(),
        given.checked());
  }
}

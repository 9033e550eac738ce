package dev.codecsmith.cli.plan;

import dev.codecsmith.lab.evaluation.Cascade;
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
        base.map(Cascade::margin).orElse(MARGIN));
  }
}

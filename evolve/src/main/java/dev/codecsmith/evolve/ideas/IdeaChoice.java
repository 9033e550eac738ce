package dev.codecsmith.evolve.ideas;

import dev.codecsmith.evolve.random.Dice;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Draws ideas for a prompt: at random, so that prompts differ, but with weights that grow with what
 * the program lacks and shrink for what was tried. Weighted draws without replacement after
 * Efraimidis and Spirakis (Weighted random sampling with a reservoir, 2006).
 */
public final class IdeaChoice {
  private static final double TRIED_WITHOUT_GAIN = 0.3;
  private static final double TRIED_WITH_GAIN = 0.7;

  private IdeaChoice() {}

  /**
   * Draws up to {@code count} ideas; the same arguments give the same ones.
   *
   * @param log what the campaign tried; an idea of {@link IdeaLog.Effect#bad() bad effect} is not
   *     drawn
   */
  public static List<Idea> draw(
      IdeaBank bank, Needs needs, IdeaLog log, int count, long seed, int iteration) {
    record Drawn(Idea idea, double key) {}
    Dice dice = Dice.of(seed, iteration, "ideas");
    return bank.all().stream()
        .map(idea -> new Drawn(idea, Math.log(1 - dice.uniform()) / weight(idea, needs, log)))
        .filter(drawn -> drawn.key() > Double.NEGATIVE_INFINITY)
        .sorted(Comparator.comparingDouble(Drawn::key).reversed())
        .limit(count)
        .map(Drawn::idea)
        .toList();
  }

  /** The weight of an idea: 1 plus four times its needs, less if it was tried; 0 if it was bad. */
  static double weight(Idea idea, Needs needs, IdeaLog log) {
    double weight = 1 + 4 * idea.tags().stream().mapToDouble(needs::weight).sum();
    Optional<IdeaLog.Effect> effect = log.effect(idea.id());
    if (effect.isEmpty()) {
      return weight;
    }
    if (effect.get().bad()) {
      return 0;
    }
    return weight * (effect.get().improved() > 0 ? TRIED_WITH_GAIN : TRIED_WITHOUT_GAIN);
  }
}

package dev.codecsmith.evolve.archive;

import java.util.List;

/**
 * What decides an archive's behaviour beside its strategy. Strategies take what concerns them.
 *
 * @param seed the campaign's seed
 * @param inspirations how many other programs a prompt shows, 0 or more
 * @param crossoverShare share of choices with two parents, 0 to 1
 * @param islands how many islands, from 1
 * @param islandSize most members that an island keeps, from 1
 * @param migrationInterval iterations between migrations, from 1
 * @param axes the behaviour axes of MAP-Elites
 */
public record ArchiveSettings(
    long seed,
    int inspirations,
    double crossoverShare,
    int islands,
    int islandSize,
    int migrationInterval,
    List<BehaviourAxis> axes) {
  public ArchiveSettings {
    axes = List.copyOf(axes);
    check(inspirations >= 0, "inspirations", inspirations, "0 or more");
    check(crossoverShare >= 0 && crossoverShare <= 1, "crossover share", crossoverShare, "0 to 1");
    check(islands >= 1, "islands", islands, "1 or more");
    check(islandSize >= 1, "island size", islandSize, "1 or more");
    check(migrationInterval >= 1, "migration interval", migrationInterval, "1 or more");
    check(!axes.isEmpty(), "behaviour axes", axes.size(), "1 or more");
  }

  /**
   * Three inspirations, a crossover in seven choices, four islands of 24 that exchange their best
   * every 24 iterations, and {@link BehaviourAxis#DEFAULT}.
   */
  public static ArchiveSettings defaults(long seed) {
    return new ArchiveSettings(seed, 3, 0.15, 4, 24, 24, BehaviourAxis.DEFAULT);
  }

  private static void check(boolean holds, String what, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "the archive's %s is %s; it must be %s".formatted(what, value, range));
    }
  }
}

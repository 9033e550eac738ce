package dev.codecsmith.evolve.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/** The strategies by the names that settings use. */
public final class Strategies {
  /** What a campaign uses that names none. */
  public static final String DEFAULT = "islands";

  /** Each program from nothing. */
  public static final String INDEPENDENT = "independent";

  private static final SequencedMap<String, Function<ArchiveSettings, Archive>> BY_NAME = byName();

  private Strategies() {}

  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * An empty archive.
   *
   * @throws IllegalArgumentException with a sentence for the user if there is no such strategy
   */
  public static Archive create(String name, ArchiveSettings settings) {
    Function<ArchiveSettings, Archive> strategy = BY_NAME.get(name);
    if (strategy == null) {
      throw new IllegalArgumentException(
          "There is no archive strategy '%s'; choose one of %s."
              .formatted(name, String.join(", ", names())));
    }
    return strategy.apply(settings);
  }

  private static SequencedMap<String, Function<ArchiveSettings, Archive>> byName() {
    Map<String, Function<ArchiveSettings, Archive>> strategies = new LinkedHashMap<>();
    strategies.put("islands", Islands::new);
    strategies.put("map-elites", MapElites::new);
    strategies.put("pareto", ParetoPerClip::new);
    strategies.put("greedy", GreedyRefinement::new);
    strategies.put(INDEPENDENT, IndependentSampling::new);
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(strategies));
  }
}

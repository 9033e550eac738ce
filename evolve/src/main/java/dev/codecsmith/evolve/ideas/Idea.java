package dev.codecsmith.evolve.ideas;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An entry of the idea bank.
 *
 * @param id its file's name without {@code .md}: small letters, digits and hyphens
 * @param title what it is called
 * @param tags what it is about and where it pays; at least one
 * @param gain what is published of its gain and where, or that nothing is
 * @param cost what it costs: CPU time, bits, complexity
 * @param source the paper or standard that describes it
 * @param needs ids of the ideas that it stands on, which a program must have first; often none
 * @param text how it works, and where it pays
 */
@RecordBuilder
public record Idea(
    String id,
    String title,
    Set<IdeaTag> tags,
    String gain,
    String cost,
    String source,
    List<String> needs,
    String text) {
  public Idea {
    needs = List.copyOf(needs);
    if (tags.isEmpty()) {
      throw new IllegalArgumentException("the idea '%s' has no tag".formatted(id));
    }
    tags = Collections.unmodifiableSet(EnumSet.copyOf(tags));
  }
}

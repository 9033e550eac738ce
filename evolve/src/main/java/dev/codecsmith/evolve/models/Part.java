package dev.codecsmith.evolve.models;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of a prompt. Pieces are sent one after the other with nothing between them; cutting a
 * text into pieces changes neither its meaning nor its hash.
 *
 * @param text what is sent
 * @param endsStablePrefix whether everything up to and including this piece is the same in later
 *     requests, so that a server which caches prompts should keep it
 */
public record Part(String text, boolean endsStablePrefix) {

  /** A piece after which nothing needs to be kept. */
  public static Part of(String text) {
    return new Part(text, false);
  }

  /** The last piece of a prefix that later requests repeat. */
  public static Part stable(String text) {
    return new Part(text, true);
  }

  /** The text that the pieces make. */
  static String join(List<Part> parts) {
    return parts.stream().map(Part::text).collect(Collectors.joining());
  }
}

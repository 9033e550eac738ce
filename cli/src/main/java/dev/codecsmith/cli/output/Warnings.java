package dev.codecsmith.cli.output;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a reader must know before believing the figures: each sentence is printed once, on standard
 * error, and stands in the JSON object.
 */
public final class Warnings {
  private final PrintWriter errors;
  private final SequencedSet<String> texts = new LinkedHashSet<>();

  public Warnings(PrintWriter errors) {
    this.errors = errors;
  }

  public void add(String text) {
    if (texts.add(text)) {
      errors.println("warning: " + text);
      errors.flush();
    }
  }

  public List<String> texts() {
    return List.copyOf(texts);
  }

  /** Adds the array {@code warnings} where there are any, or to the one that is there. */
  public void putInto(ObjectNode node) {
    if (!texts.isEmpty()) {
      ArrayNode array =
          node.get("warnings") instanceof ArrayNode present ? present : node.putArray("warnings");
      texts.forEach(array::add);
    }
  }
}

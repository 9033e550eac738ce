package dev.codecsmith.store.experiments;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param items in order
 * @param next what the next page is asked for with; empty behind the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
  /** What the first page is asked for with. */
  public static final String FIRST = "";

  public Page {
    items = List.copyOf(items);
  }
}

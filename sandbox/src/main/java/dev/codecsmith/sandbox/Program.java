package dev.codecsmith.sandbox;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A program as a proposer wrote it.
 *
 * @param language a language's name, such as {@code java}
 * @param entry what is started: for Java the class that implements {@code Codec}
 * @param files text by relative path with forward slashes
 */
public record Program(String language, String entry, SortedMap<String, String> files) {
  public Program {
    files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public static Program of(String language, String entry, Map<String, String> files) {
    return new Program(language, entry, new TreeMap<>(files));
  }
}

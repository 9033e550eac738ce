package dev.codecsmith.lab.anchors;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A reference codec of somebody's own: two commands that run in the sandbox. All that decides what
 * they write, as far as it can be known, is part of it, and with it of the key of its curves.
 *
 * @param name lower-case letters, digits, full stops, hyphens and underscores
 * @param encode its words with placeholders, {@link CommandWords} says which
 * @param decode likewise
 * @param values the values of {@code {quality}} measured, best quality first
 * @param bandBest the value whose quality is the top of the quality band
 * @param bandWorst the value whose quality is the bottom of the quality band
 * @param files what lies in {@code {files}}, by path; artifacts, so that a worker anywhere has them
 * @param programs the SHA-256 of programs of the system that its commands begin with, by absolute
 *     path: another one there is another anchor
 */
@RecordBuilder
public record CommandAnchor(
    String name,
    List<String> encode,
    List<String> decode,
    List<Integer> values,
    int bandBest,
    int bandWorst,
    SortedMap<String, CommandFile> files,
    SortedMap<String, String> programs)
    implements Anchor {

  /** Fewest values within the band, its ends among them, and fewest in all. */
  static final int LEAST_IN_BAND = 4;

  static final int LEAST_VALUES = 6;

  /** Most values measured, of each clip. */
  static final int MOST_VALUES = 64;

  /** Most files, which every job names. */
  static final int MOST_FILES = 128;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,39}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FILE = Pattern.compile("[^/\\p{Cntrl}]+(/[^/\\p{Cntrl}]+)*");

  public CommandAnchor {
    encode = List.copyOf(encode);
    decode = List.copyOf(decode);
    values = List.copyOf(values);
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    programs = Collections.unmodifiableSortedMap(new TreeMap<>(programs));
    checkName(name);
    checkValues(name, values, bandBest, bandWorst);
    CommandWords.check(name, encode, decode);
    checkFiles(name, files);
    programs.forEach((path, sha256) -> {
      if (!path.startsWith("/") || !SHA256.matcher(sha256).matches()) {
        throw new IllegalArgumentException("The anchor's program " + path + " has no SHA-256.");
      }
    });
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "an anchor's name has up to 40 lower-case letters, digits, full stops, hyphens and"
              + " underscores, such as my-codec");
    }
    if (Anchors.names().contains(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is the name of an anchor that ships; give yours another name");
    }
  }

  private static void checkValues(String name, List<Integer> values, int best, int worst) {
    if (values.size() < LEAST_VALUES
        || values.size() > MOST_VALUES
        || new HashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException(
          "the anchor "
              + name
              + " needs from "
              + LEAST_VALUES
              + " to "
              + MOST_VALUES
              + " different qualities, best quality first");
    }
    int top = values.indexOf(best);
    int bottom = values.indexOf(worst);
    if (top < 0 || bottom < 0 || bottom - top + 1 < LEAST_IN_BAND) {
      throw new IllegalArgumentException(
          "the band of the anchor "
              + name
              + " goes from one of its qualities, the best, to a later one, with at least "
              + LEAST_IN_BAND
              + " of them from end to end");
    }
  }

  private static void checkFiles(String name, SortedMap<String, CommandFile> files) {
    if (files.size() > MOST_FILES) {
      throw new IllegalArgumentException(
          "the anchor " + name + " has " + files.size() + " files; at most " + MOST_FILES);
    }
    files.forEach((path, file) -> {
      boolean leavesTheFolder = List.of(path.split("/", -1)).stream().anyMatch(CommandAnchor::isUp);
      if (!FILE.matcher(path).matches()
          || leavesTheFolder
          || !SHA256.matcher(file.sha256()).matches()) {
        throw new IllegalArgumentException("the anchor " + name + " has no file " + path);
      }
    });
  }

  private static boolean isUp(String part) {
    return part.equals(".") || part.equals("..");
  }

  @Override
  public String rateName() {
    return "quality";
  }

  /** Both commands as a person wrote them. */
  String commandLine() {
    return String.join(" ", encode) + " ; " + String.join(" ", decode);
  }
}

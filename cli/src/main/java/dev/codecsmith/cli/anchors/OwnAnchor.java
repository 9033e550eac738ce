package dev.codecsmith.cli.anchors;

import dev.codecsmith.lab.anchors.CommandAnchor;
import dev.codecsmith.lab.anchors.CommandAnchorBuilder;
import dev.codecsmith.lab.anchors.CommandWords;
import dev.codecsmith.lab.anchors.SystemPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A reference codec of somebody's own, as a campaign file names it.
 *
 * @param name what tables call it
 * @param encode the command line that encodes, with placeholders
 * @param decode the command line that decodes
 * @param qualities the values of {@code {quality}} measured, best quality first
 * @param band the two of them at the ends of the quality band, the better one first; empty for the
 *     second and the last but one
 * @param files a folder, or one file, that both commands see
 */
public record OwnAnchor(
    String name,
    String encode,
    String decode,
    List<Integer> qualities,
    List<Integer> band,
    Optional<Path> files) {
  public OwnAnchor {
    qualities = List.copyOf(qualities);
    band = List.copyOf(band);
  }

  /**
   * This, if it can be meant, as far as that shows on any machine.
   *
   * @throws IllegalArgumentException with a clause that says why not
   */
  public OwnAnchor checked() {
    boolean usesFiles = (encode + decode).contains(CommandWords.FILES);
    if (usesFiles && files.isEmpty()) {
      throw new IllegalArgumentException(
          "the commands of the anchor "
              + name
              + " name {files}; say with 'files' which folder that is");
    }
    CommandAnchor _ = builder(words(encode), words(decode)).build();
    return this;
  }

  /**
   * The anchor on this machine.
   *
   * @throws IllegalArgumentException with a clause if a program or the files are missing
   */
  public CommandAnchor here() throws IOException {
    List<String> encoder = SystemPrograms.resolved(words(encode));
    List<String> decoder = SystemPrograms.resolved(words(decode));
    CommandAnchorBuilder built = builder(encoder, decoder);
    built.programs(SystemPrograms.hashes(List.of(encoder, decoder)));
    if (files.isPresent()) {
      built.files(AnchorFiles.in(name, files.get()).hashed());
    }
    CommandAnchor anchor = built.build();
    for (List<String> words : List.of(encoder, decoder)) {
      requireProgram(anchor, words.getFirst());
    }
    return anchor;
  }

  private static void requireProgram(CommandAnchor anchor, String program) {
    String prefix = CommandWords.FILES + "/";
    if (program.startsWith(prefix)
        && !anchor.files().containsKey(program.substring(prefix.length()))) {
      throw new IllegalArgumentException(
          "the anchor "
              + anchor.name()
              + " has no file "
              + program.substring(prefix.length())
              + " in its 'files'");
    }
  }

  private static List<String> words(String line) {
    return CommandWords.split(line);
  }

  private CommandAnchorBuilder builder(List<String> encoder, List<String> decoder) {
    if (qualities.size() < 2 || (!band.isEmpty() && band.size() != 2)) {
      throw new IllegalArgumentException(
          "the anchor "
              + name
              + " needs 'qualities', best quality first, and for 'band' two of them");
    }
    return CommandAnchorBuilder.builder()
        .name(name)
        .encode(encoder)
        .decode(decoder)
        .values(qualities)
        .bandBest(band.isEmpty() ? qualities.get(1) : band.getFirst())
        .bandWorst(band.isEmpty() ? qualities.get(qualities.size() - 2) : band.getLast())
        .files(Collections.emptySortedMap())
        .programs(new TreeMap<>());
  }
}

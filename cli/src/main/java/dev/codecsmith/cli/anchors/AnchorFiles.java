package dev.codecsmith.cli.anchors;

import dev.codecsmith.lab.anchors.CommandAnchor;
import dev.codecsmith.lab.anchors.CommandFile;
import dev.codecsmith.store.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The files that an anchor brings. They are artifacts, so that its curves can be measured by every
 * worker, and again when the folder is gone.
 *
 * @param anchor its name
 * @param files by path below the folder, with {@code /}; links are followed
 */
public record AnchorFiles(String anchor, SortedMap<String, Path> files) {
  private static final long MOST_BYTES = 512L << 20;
  private static final int DEEPEST = 16;

  /**
   * Finds them.
   *
   * @param place a folder, or one file
   * @throws IllegalArgumentException with a clause if there are none, or too many
   */
  static AnchorFiles in(String anchor, Path place) throws IOException {
    SortedMap<String, Path> found = new TreeMap<>();
    if (Files.isRegularFile(place)) {
      found.put(place.getFileName().toString(), place);
    } else if (Files.isDirectory(place)) {
      try (Stream<Path> all = Files.walk(place, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
        for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
          found.put(place.relativize(file).toString(), file);
        }
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "the anchor " + anchor + " has no files in " + place + "; name a folder that has some");
    }
    long bytes = 0;
    for (Path file : found.values()) {
      bytes += Files.size(file);
    }
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "the files of the anchor "
              + anchor
              + " in "
              + place
              + " have more than "
              + (MOST_BYTES >> 20)
              + " MiB; name a folder that holds what its commands need and no more");
    }
    return new AnchorFiles(anchor, found);
  }

  /** As the anchor has them. */
  SortedMap<String, CommandFile> hashed() throws IOException {
    SortedMap<String, CommandFile> hashed = new TreeMap<>();
    for (var each : files.entrySet()) {
      try (InputStream in = Files.newInputStream(each.getValue())) {
        hashed.put(
            each.getKey(),
            new CommandFile(DigestUtils.sha256Hex(in), Files.isExecutable(each.getValue())));
      }
    }
    return hashed;
  }

  /**
   * Stores those of an anchor.
   *
   * @throws IOException with a sentence if they are not those that the anchor has
   */
  static void keep(OwnAnchor own, CommandAnchor anchor, ArtifactStore artifacts)
      throws IOException {
    if (own.files().isEmpty()) {
      return;
    }
    AnchorFiles found = in(own.name(), own.files().get());
    if (!found.hashed().equals(anchor.files())) {
      throw new IOException(
          "The files of the anchor "
              + own.name()
              + " in "
              + own.files().get()
              + " changed while they were read; give the same command again.");
    }
    for (Path file : found.files().values()) {
      String _ = artifacts.put(file);
    }
  }
}

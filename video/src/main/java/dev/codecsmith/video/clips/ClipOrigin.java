package dev.codecsmith.video.clips;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a clip was made of.
 *
 * @param source the file or the specification, for people
 * @param state the file's {@link FileState#fingerprint()}, empty for a generated clip
 * @param content the file's SHA-256, empty for a generated clip
 * @param seenNanos when the state was seen, in nanoseconds since 1970
 * @param clipId see {@link ClipRecords#id}
 * @param notes those of {@link ImportedClip}; empty where an earlier version wrote the origin,
 *     which looked for none
 */
record ClipOrigin(
    String source,
    String state,
    String content,
    long seenNanos,
    String clipId,
    Optional<List<String>> notes) {
  ClipOrigin {
    notes = notes.map(List::copyOf);
  }

  /** The origin stored in a file; empty if there is none or it cannot be understood. */
  static Optional<ClipOrigin> read(Path file) throws IOException {
    Optional<KeyValueFile> stored = KeyValueFile.read(file);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    KeyValueFile values = stored.get();
    try {
      return Optional.of(
          new ClipOrigin(
              values.get("source"),
              values.get("state"),
              values.get("content"),
              values.getLong("seen"),
              values.get("clip"),
              values.find("notes").map(text -> text.lines().toList())));
    } catch (IllegalArgumentException e) {
      // Without knowing where a clip came from, it is simply made again.
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("source", source);
    values.put("state", state);
    values.put("content", content);
    values.put("seen", seenNanos);
    values.put("clip", clipId);
    notes.ifPresent(sentences -> values.put("notes", String.join("\n", sentences)));
    KeyValueFile.write(file, values);
  }
}

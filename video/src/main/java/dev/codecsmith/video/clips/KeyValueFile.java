package dev.codecsmith.video.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A small text file of lines {@code key=value}, written whole or not at all. A line break or a
 * backslash in a value stands as {@code \n} or {@code \\}.
 */
final class KeyValueFile {
  private final Map<String, String> values;

  private KeyValueFile(Map<String, String> values) {
    this.values = values;
  }

  static Optional<KeyValueFile> read(Path file) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), unescape(line.substring(equals + 1)));
        }
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(new KeyValueFile(values));
  }

  static void write(Path file, Map<String, ?> values) throws IOException {
    StringBuilder text = new StringBuilder();
    values.forEach((key, value) -> {
      String escaped = value.toString().replace("\\", "\\\\").replace("\n", "\\n");
      text.append(key).append('=').append(escaped).append('\n');
    });
    PendingFile.write(file, text.toString());
  }

  /** The value of a key, if it is there. */
  Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /**
   * The value of a key.
   *
   * @throws IllegalArgumentException if it is missing
   */
  String get(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + key);
    }
    return value;
  }

  /**
   * The value of a key, a whole number.
   *
   * @throws IllegalArgumentException if it is missing or no number
   */
  long getLong(String key) {
    return Long.parseLong(get(key));
  }

  int getInt(String key) {
    return Integer.parseInt(get(key));
  }

  private static String unescape(String text) {
    return text.replace("\\\\", "\0").replace("\\n", "\n").replace('\0', '\\');
  }
}

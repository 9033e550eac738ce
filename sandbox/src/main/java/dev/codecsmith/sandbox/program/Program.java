package dev.codecsmith.sandbox.program;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.PlainText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A program as a proposer wrote it.
 *
 * @param language a language's name, such as {@code java}
 * @param entry what is started: for Java the class that implements {@code Codec}
 * @param files text by relative path with forward slashes
 * @param editable which of them a search may change ({@link EditablePaths}); empty for all. No part
 *     of the program's identity, and left out of JSON where it is empty
 */
public record Program(
    String language,
    String entry,
    SortedMap<String, String> files,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> editable) {
  /** The name of {@code store.json.Json.ABSENT}, for programs that were stored without it. */
  private static final String ABSENT = "absent";

  /** The most files that a program may have. */
  public static final int MAX_FILES = 1_000;

  /** The most bytes that all its files may have together, as UTF-8. */
  public static final long MAX_BYTES = 8L << 20;

  private static final int MAX_PATH = 200;
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*(/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*");

  /**
   * @throws IllegalArgumentException with a sentence if {@code editable} names what can be no file
   */
  public Program {
    // A sorted map may bring an order of its own; the hash needs the natural one.
    SortedMap<String, String> sorted = new TreeMap<>();
    sorted.putAll(files);
    files = Collections.unmodifiableSortedMap(sorted);
    editable = new EditablePaths(editable).paths();
  }

  /** A program of which everything may be edited. */
  public Program(String language, String entry, SortedMap<String, String> files) {
    this(language, entry, files, List.of());
  }

  @JsonCreator
  static Program read(
      @JsonProperty("language") String language,
      @JsonProperty("entry") String entry,
      @JsonProperty("files") SortedMap<String, String> files,
      @JsonProperty("editable") @JacksonInject(value = ABSENT, useInput = OptBoolean.TRUE)
          Optional<List<String>> editable) {
    return new Program(language, entry, files, editable.orElse(List.of()));
  }

  /** The same with other files. */
  public Program withFiles(SortedMap<String, String> others) {
    return new Program(language, entry, others, editable);
  }

  /**
   * The same where only these may be edited.
   *
   * @param paths as {@link EditablePaths} takes them; none for everything
   */
  public Program withEditable(List<String> paths) {
    return new Program(language, entry, files, paths);
  }

  /** Whether a file of a program may be called so. */
  static boolean isPath(String path) {
    return path.length() <= MAX_PATH && PATH.matcher(path).matches();
  }

  public static Program of(String language, String entry, Map<String, String> files) {
    return new Program(language, entry, new TreeMap<>(files));
  }

  /**
   * Reads a program's folder: {@code program.json} says language and entry (see {@link
   * ProgramManifest}), all other files below are the program's. Names that begin with a dot are
   * passed over.
   *
   * @throws InvalidProgramException if the folder does not hold a program; the message says why
   * @throws InfrastructureException if the folder cannot be read
   */
  public static Program load(Path directory)
      throws InvalidProgramException, InfrastructureException {
    return ProgramFolder.read(directory);
  }

  /**
   * The program's identity: SHA-256, in lower-case hexadecimal, over the language, the entry and
   * then path and text of each file in the order of their paths (by UTF-16 code unit); each of
   * these strings as its length in bytes of UTF-8, four bytes big-endian, followed by the bytes.
   */
  public String sha256() {
    SortedMap<String, byte[]> bytes = new TreeMap<>();
    files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return sha256(language, entry, bytes);
  }

  /**
   * The same of files as they are somewhere else than in a {@code Program}.
   *
   * @param files bytes by path, in the natural order of the paths
   */
  public static String sha256(String language, String entry, SortedMap<String, byte[]> files) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    add(digest, language.getBytes(StandardCharsets.UTF_8));
    add(digest, entry.getBytes(StandardCharsets.UTF_8));
    files.forEach((path, bytes) -> {
      add(digest, path.getBytes(StandardCharsets.UTF_8));
      add(digest, bytes);
    });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  /**
   * Why no toolchain can take this program, whatever its language: a path that leads out of it or
   * that some file system cannot hold, too many files, too much text.
   */
  public Optional<String> fault() {
    if (entry.length() > MAX_PATH) {
      return Optional.of(
          "The entry "
              + PlainText.quoted(entry)
              + " is longer than "
              + MAX_PATH
              + " characters, the most that a name may have.");
    }
    if (files.isEmpty()) {
      return Optional.of("The program has no file.");
    }
    if (files.size() > MAX_FILES) {
      return Optional.of(
          "The program has " + files.size() + " files; at most " + MAX_FILES + " are taken.");
    }
    long bytes = 0;
    for (Map.Entry<String, String> file : files.entrySet()) {
      String path = file.getKey();
      if (!isPath(path)) {
        return Optional.of(
            "The file name "
                + PlainText.quoted(path)
                + " cannot be used: a name is relative, at most "
                + MAX_PATH
                + " characters of letters, digits, _ . + -, no part beginning with a dot or a"
                + " dash.");
      }
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        if (files.containsKey(path.substring(0, slash))) {
          return Optional.of(
              PlainText.quoted(path.substring(0, slash))
                  + " is both a file and the folder of "
                  + path
                  + ".");
        }
      }
      bytes += file.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    if (bytes > MAX_BYTES) {
      return Optional.of(
          "The program's files have " + bytes + " bytes; at most " + MAX_BYTES + " are taken.");
    }
    return Optional.empty();
  }
}

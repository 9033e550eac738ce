package dev.codecsmith.store.source;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a file is that is not on this machine, and what is in it.
 *
 * @param location {@code s3://BUCKET/KEY} or {@code https://HOST/PATH}
 * @param sha256 of the file, in lower-case hex
 */
public record FileAddress(URI location, String sha256) {
  /** How one is written. */
  public static final String FORM = "s3://BUCKET/KEY#sha256=HEX or https://HOST/PATH#sha256=HEX";

  private static final Pattern ADDRESS =
      Pattern.compile("(s3|https):/{1,2}([^/@\\s]+)/([^#\\s]+)#sha256=([0-9a-f]{64})");

  private static final Pattern MEANT = Pattern.compile("(?:.*/)?((?:s3|https?|ftp):/{1,2}[^/].*)");

  /**
   * The address that a path is meant as. A path has lost one of the two slashes, and where it was
   * written down it has a folder before it.
   *
   * @throws IllegalArgumentException with a sentence if it is meant as one and is none
   */
  public static Optional<FileAddress> of(Path path) {
    Matcher meant = MEANT.matcher(path.toString());
    return meant.matches() ? Optional.of(parse(meant.group(1))) : Optional.empty();
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  public static FileAddress parse(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches()) {
      throw wrong(text);
    }
    try {
      URI location =
          URI.create(matcher.group(1) + "://" + matcher.group(2) + "/" + matcher.group(3));
      if (location.getHost() == null) {
        throw wrong(text);
      }
      return new FileAddress(location, matcher.group(4));
    } catch (IllegalArgumentException _) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "'"
            + text.replaceFirst("\\?[^#]*", "?…")
            + "' is no address of a file: it is written "
            + FORM
            + ", with the file's own SHA-256, as sha256sum prints it.");
  }

  /** Where it is, for people: without the query, which may be a signature that lets anybody in. */
  String shown() {
    return location.toString().replaceFirst("\\?.*", "");
  }

  /** The last part of its path, in characters that any file name may have. */
  String name() {
    String path = location.getPath();
    String last = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    return last.isEmpty() || last.startsWith(".") ? "clip" + last : last;
  }

  @Override
  public String toString() {
    return location + "#sha256=" + sha256;
  }
}

package dev.codecsmith.evolve.edits.normal;

import dev.codecsmith.evolve.edits.reply.TextLines;
import dev.codecsmith.sandbox.program.Program;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Tells programs that differ in comments and white space only, so that a duplicate is refused
 * before anything is built. The rule errs on the side of "different": what might change a program's
 * meaning (a string's content, a preprocessor line's spaces, Python's indentation, a space between
 * two operators) stays.
 */
public final class NormalisedProgram {
  private NormalisedProgram() {}

  /**
   * SHA-256 in lower-case hex over language, entry and each file's path and normalised text. Equal
   * for programs that are equal but for comments and white space.
   */
  public static String hash(Program program) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    update(digest, program.language());
    update(digest, program.entry());
    program
        .files()
        .forEach((path, text) -> {
          update(digest, path);
          update(digest, normalise(path, text));
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A file's text without comments and without white space that means nothing. */
  public static String normalise(String path, String text) {
    String plain = String.join("\n", TextLines.of(text));
    return switch (SourceFamily.of(path)) {
      case BRACES -> new BraceNormaliser(plain, path.endsWith(".rs")).run();
      case PYTHON -> new PythonNormaliser(plain).run();
      case HASH -> lines(plain, true);
      case PLAIN -> lines(plain, false);
    };
  }

  /** Without blank lines and trailing white space, and without lines that are all comment. */
  private static String lines(String text, boolean hashComments) {
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (String line : TextLines.of(text)) {
      String s = line.stripTrailing();
      boolean comment =
          hashComments && s.stripLeading().startsWith("#") && !(first && s.startsWith("#!"));
      if (!s.isEmpty() && !comment) {
        out.append(s).append('\n');
      }
      first = false;
    }
    return out.toString();
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }
}

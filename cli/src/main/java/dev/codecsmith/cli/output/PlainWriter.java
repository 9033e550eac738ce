package dev.codecsmith.cli.output;

import dev.codecsmith.sandbox.PlainText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Standard output and standard error of every command, and what it exports: whatever is written,
 * and wherever it comes from, no character in it gets through that does something instead of
 * showing something. The escapes are those of JSON, so a document that goes through here means what
 * it meant.
 */
public final class PlainWriter extends FilterWriter {
  /** The beginning of a pair (of a character's code units, or of a line's end) or empty. */
  private String pending = "";

  public PlainWriter(Writer out) {
    super(out);
  }

  /** A printer in front of {@code out}, which lets only plain text through. */
  public static PrintWriter printer(PrintWriter out) {
    return new PrintWriter(new PlainWriter(out), true);
  }

  @Override
  public void write(int character) throws IOException {
    write(Character.toString((char) character));
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    write(new String(characters, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    String all = pending + text.substring(offset, offset + length);
    int end = all.length();
    if (end > 0
        && (Character.isHighSurrogate(all.charAt(end - 1)) || all.charAt(end - 1) == '\r')) {
      end--;
    }
    pending = all.substring(end);
    out.write(PlainText.of(all.substring(0, end)));
  }

  @Override
  public void flush() throws IOException {
    String rest = pending;
    pending = "";
    out.write(PlainText.of(rest));
    super.flush();
  }

  @Override
  public void close() throws IOException {
    try (Writer _ = out) {
      flush();
    }
  }
}

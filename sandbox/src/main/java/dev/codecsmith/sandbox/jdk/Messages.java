package dev.codecsmith.sandbox.jdk;

import java.io.Writer;

/**
 * A compiler's messages within bounds: of each line the beginning, and of all lines the first,
 * since the first error is the cause of many that follow. A source line of megabytes, which the
 * compiler repeats with each of its errors, so cannot push the errors themselves out.
 */
final class Messages extends Writer {
  /** The most characters of a line. */
  static final int LONGEST_LINE = 1_000;

  /** The most characters in all, about. */
  static final int MOST = 64_000;

  private final StringBuilder kept = new StringBuilder();
  private int inLine;
  private long cutFromLine;
  private long linesLeftOut;

  @Override
  public void write(char[] characters, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      add(characters[i]);
    }
  }

  private void add(char each) {
    if (kept.length() >= MOST && inLine == 0) {
      linesLeftOut += each == '\n' ? 1 : 0;
    } else if (each == '\n') {
      if (cutFromLine > 0) {
        kept.append("… [").append(cutFromLine).append(" characters more]");
      }
      kept.append('\n');
      inLine = 0;
      cutFromLine = 0;
    } else if (inLine < LONGEST_LINE) {
      kept.append(each);
      inLine++;
    } else {
      cutFromLine++;
    }
  }

  @Override
  public String toString() {
    return linesLeftOut == 0 ? kept.toString() : kept + "[… " + linesLeftOut + " lines more …]\n";
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

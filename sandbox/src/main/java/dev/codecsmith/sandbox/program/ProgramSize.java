package dev.codecsmith.sandbox.program;

/**
 * The compressed size of what a built program can read of itself: the content of its files and
 * their names, since a table can stand in either.
 *
 * @param content bytes of the files, each compressed by itself
 * @param names bytes of the list of the files' paths, compressed as one text
 */
public record ProgramSize(long content, long names) {
  public ProgramSize {
    if (content < 0 || names < 0) {
      throw new IllegalArgumentException(
          "A size is 0 bytes or more, found " + content + " and " + names + ".");
    }
  }

  /** Bytes of content and names together: what is reported and limited. */
  public long total() {
    return content + names;
  }
}

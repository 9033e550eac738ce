package dev.codecsmith.codec;

/**
 * Where the bits of one coded frame go. An encoder may report it, for people who look at the
 * experiment; nothing is scored by it, and the bitstream is the same with it or without.
 *
 * <pre>{@code
 * new FrameBits(12, "B").element("motion", 800).element("residual", 2100).report(3456);
 * }</pre>
 *
 * writes {@code codecsmith-bits frame=12 type=B bits=3456 motion=800 residual=2100} to standard
 * error. A report counts where it tells of each frame once and of no more bits than there are.
 */
public final class FrameBits {
  private final StringBuilder line = new StringBuilder(120);
  private final StringBuilder elements = new StringBuilder(80);

  /**
   * A report of one frame.
   *
   * @param frame its index in the order of the source, from 0
   * @param type what the codec calls it, such as I, P, B: 1 to 12 letters, digits, hyphens
   */
  public FrameBits(int frame, String type) {
    line.append("codecsmith-bits frame=").append(frame).append(" type=").append(type);
  }

  /**
   * Adds the bits of one syntax element: at most 16 of them, together no more than the frame has.
   *
   * @param name 1 to 24 lower-case letters, digits and hyphens; not {@code other}, which is what
   *     all elements leave
   * @param bits 0 or more
   * @return this
   */
  public FrameBits element(String name, long bits) {
    elements.append(' ').append(name).append('=').append(bits);
    return this;
  }

  /**
   * Writes the line.
   *
   * @param bits all bits of the frame, rounded down
   */
  public void report(long bits) {
    line.append(" bits=").append(bits).append(elements).append('\n');
    System.err.print(line);
  }
}

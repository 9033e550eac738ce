package dev.codecsmith.lab.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which methods a run spent its time in, as the host of its language told on standard error. The
 * program may write there as well, so this is no more than a help to its author.
 *
 * @param samples how often the run was looked at
 * @param methods those found most often, the first most
 */
public record HotMethods(int samples, List<Method> methods) {
  private static final Pattern LINE =
      Pattern.compile(
          "codecsmith-time samples=([0-9]{1,9}) self=([0-9]{1,9}) total=([0-9]{1,9}) method=(\\S{1,300})");

  private static final int MOST = 100;

  /**
   * A method.
   *
   * @param name its class and its own name
   * @param self how often it was at work
   * @param total how often it, or what it called, was
   */
  public record Method(String name, int self, int total) {}

  public HotMethods {
    methods = List.copyOf(methods);
  }

  /** Reads what a run wrote; lines that say something else are passed over. */
  static HotMethods read(String standardError) {
    int samples = 0;
    List<Method> methods = new ArrayList<>();
    for (String line : standardError.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && methods.size() < MOST) {
        samples = Integer.parseInt(matcher.group(1));
        methods.add(
            new Method(
                matcher.group(4),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))));
      }
    }
    return new HotMethods(samples, methods);
  }
}

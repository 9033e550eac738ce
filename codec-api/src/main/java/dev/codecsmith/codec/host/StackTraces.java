package dev.codecsmith.codec.host;

import java.util.Arrays;

/**
 * Prints a codec's failure for whoever repairs the codec, a language model perhaps: the exception,
 * its causes and the codec's own frames, without the host's and without the thousand of an endless
 * recursion.
 */
final class StackTraces {
  private static final int MAX_FRAMES = 24;
  private static final int MAX_CAUSES = 8;
  private static final String HOST = "dev.codecsmith.codec.host.";

  private StackTraces() {}

  static void print(Throwable failure) {
    String prefix = "";
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
      StackTraceElement[] frames = withoutHost(at.getStackTrace());
      System.err.println(prefix + at);
      for (int i = 0; i < Math.min(MAX_FRAMES, frames.length); i++) {
        System.err.println("\tat " + frames[i]);
      }
      if (frames.length > MAX_FRAMES) {
        System.err.println("\t... " + (frames.length - MAX_FRAMES) + " more");
      }
      prefix = "Caused by: ";
      at = at.getCause();
    }
  }

  static StackTraceElement[] withoutHost(StackTraceElement[] frames) {
    StackTraceElement[] kept = new StackTraceElement[frames.length];
    int count = 0;
    for (int i = 0; i < frames.length; i++) {
      String type = frames[i].getClassName();
      if (!type.startsWith(HOST)
          && !type.startsWith("jdk.internal.reflect.")
          && !type.startsWith("java.lang.reflect.")) {
        kept[count++] = frames[i];
      }
    }
    return Arrays.copyOf(kept, count);
  }
}

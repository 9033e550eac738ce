package dev.codecsmith.service.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes down what is refused, but not so that who sends much could drive all else out of the log:
 * the first of a kind at once, and of the others of that minute how many they were.
 */
public final class RefusalLog {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Consumer<String> lines;
  private final Map<Integer, Kind> kinds = new TreeMap<>();

  /** One kind since its last line. */
  private static final class Kind {
    private Instant written;
    private String last;
    private long more;

    Kind(Instant written, String last) {
      this.written = written;
      this.last = last;
    }
  }

  /**
   * @param lines takes them
   */
  public RefusalLog(InstantSource clock, Consumer<String> lines) {
    this.clock = clock;
    this.lines = lines;
  }

  /**
   * A request was refused.
   *
   * @param status of the answer, which is the kind
   * @param line who asked for what, and why not
   */
  public synchronized void refused(int status, String line) {
    tell();
    Kind kind = kinds.get(status);
    if (kind == null) {
      kinds.put(status, new Kind(clock.instant(), line));
      lines.accept("refused with " + status + ": " + line);
    } else {
      kind.more++;
      kind.last = line;
    }
  }

  /** Writes the counts of the minutes that are over. */
  public synchronized void tell() {
    Instant now = clock.instant();
    var each = kinds.entrySet().iterator();
    while (each.hasNext()) {
      var entry = each.next();
      Kind kind = entry.getValue();
      if (now.isBefore(kind.written.plus(MINUTE))) {
        continue;
      }
      if (kind.more == 0) {
        each.remove();
        continue;
      }
      lines.accept(
          "refused " + kind.more + " more with " + entry.getKey() + ", the last: " + kind.last);
      kind.written = now;
      kind.more = 0;
    }
  }
}

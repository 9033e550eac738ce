package dev.codecsmith.video.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * When the frames of a video are shown.
 *
 * <p>Time stamps are whole ticks, so those of an even rate are up to a tick apart from it: 30
 * frames per second in Matroska's milliseconds lie at 0, 33, 67, 100.
 */
public final class FrameTimes {
  /** The largest share of a frame's time by which an even frame may be off. */
  private static final double LARGEST_ERROR = 0.4;

  private final double[] seconds;
  private final double end;
  private final double tick;

  /**
   * @param seconds of each frame, rising
   * @param end of the last frame, in seconds
   * @param tick in seconds
   */
  private FrameTimes(double[] seconds, double end, double tick) {
    this.seconds = seconds;
    this.end = end;
    this.tick = tick;
  }

  /** What ffprobe is asked about, a line each in its compact form. */
  public enum Source {
    /** Without decoding; a packet may hold half a frame, or none that is shown. */
    PACKETS("packet=pts,dts,duration,flags"),
    /** By decoding. */
    FRAMES("frame=best_effort_timestamp,duration");

    private final String entries;

    Source(String entries) {
      this.entries = entries;
    }

    /** What ffprobe is asked for, before the file. */
    public List<String> arguments() {
      return List.of("-show_entries", entries, "-of", "compact=nk=1:p=0");
    }

    private List<Stamp> stamps(List<String[]> lines) {
      if (this == FRAMES) {
        return Stamp.column(lines, 0, 1);
      }
      List<String[]> shown =
          lines.stream().filter(fields -> fields.length > 3 && !fields[3].contains("D")).toList();
      List<Stamp> shownAt = Stamp.column(shown, 0, 2);
      return shownAt.isEmpty() ? Stamp.column(shown, 1, 2) : shownAt;
    }
  }

  /** A frame's time and duration in ticks; the duration is 0 where nobody says it. */
  private record Stamp(long time, long duration) {
    private static final Pattern TICKS = Pattern.compile("-?[0-9]{1,18}");

    /** None at all if one lacks its time. */
    static List<Stamp> column(List<String[]> lines, int time, int duration) {
      List<Stamp> stamps = new ArrayList<>();
      for (String[] fields : lines) {
        if (fields.length <= time || !TICKS.matcher(fields[time]).matches()) {
          return List.of();
        }
        boolean lasts = fields.length > duration && TICKS.matcher(fields[duration]).matches();
        stamps.add(
            new Stamp(Long.parseLong(fields[time]), lasts ? Long.parseLong(fields[duration]) : 0));
      }
      stamps.sort(Comparator.comparingLong(Stamp::time));
      return stamps;
    }
  }

  /**
   * Reads what ffprobe printed, in any order.
   *
   * @param stream which stream it is
   * @param most how many frames from the beginning count
   * @return empty if a time stamp is missing or all are the same
   */
  public static Optional<FrameTimes> parse(
      Source source, String lines, ProbedStream stream, OptionalInt most) {
    OptionalDouble tick = stream.tickSeconds();
    List<Stamp> stamps = source.stamps(lines.lines().map(line -> line.split("\\|", -1)).toList());
    if (tick.isEmpty() || stamps.size() < 2) {
      return Optional.empty();
    }
    double[] all =
        stamps.stream()
            .mapToDouble(stamp -> (stamp.time() - stamps.getFirst().time()) * tick.getAsDouble())
            .toArray();
    int frames = Math.min(all.length, most.orElse(Integer.MAX_VALUE));
    double end =
        frames < all.length
            ? all[frames]
            : end(all, stamps.getLast().duration() * tick.getAsDouble(), tick, stream.seconds());
    return frames > 1 && all[frames - 1] > 0
        ? Optional.of(new FrameTimes(Arrays.copyOf(all, frames), end, tick.getAsDouble()))
        : Optional.empty();
  }

  /**
   * When the last frame ends: as the container says, if that is possible; or else by the frame's
   * own duration, and if it has none, by the mean of the others'.
   */
  private static double end(
      double[] seconds, double lasts, OptionalDouble tick, OptionalDouble container) {
    double last = seconds[seconds.length - 1];
    double longest = 0;
    for (int i = 1; i < seconds.length; i++) {
      longest = Math.max(longest, seconds[i] - seconds[i - 1]);
    }
    if (container.isPresent()
        && container.getAsDouble() > last
        && container.getAsDouble() <= last + longest + tick.orElse(0)) {
      return container.getAsDouble();
    }
    return lasts > 0 ? last + lasts : last * seconds.length / (seconds.length - 1);
  }

  /** How many frames there are, at least 2. */
  public int count() {
    return seconds.length;
  }

  /** Frames over duration, in frames per second. */
  public double meanRate() {
    return count() / end;
  }

  /** How long the frames last, in seconds. */
  public double duration() {
    return end;
  }

  /** Frames per second from the first frame to the last. */
  public double steadyRate() {
    return (count() - 1) / seconds[count() - 1];
  }

  /** Whether the frames lie at an even rate, in frames per second, but for the grain of ticks. */
  public boolean areEvenAt(double rate) {
    double allowed = Math.min(1.001 * tick + 1e-9, LARGEST_ERROR / rate);
    for (int i = 0; i < seconds.length; i++) {
      if (Math.abs(seconds[i] - i / rate) > allowed) {
        return false;
      }
    }
    return true;
  }

  /** How far apart frames are, such as {@code 16 to 500 ms apart}. */
  public String spacing() {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 1; i < seconds.length; i++) {
      least = Math.min(least, seconds[i] - seconds[i - 1]);
      most = Math.max(most, seconds[i] - seconds[i - 1]);
    }
    return number(1000 * least) + " to " + number(1000 * most) + " ms apart";
  }

  /** With at most one decimal. */
  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceFirst("[.]0$", "");
  }
}

package dev.codecsmith.lab.anchors;

import dev.codecsmith.store.RatePoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many bytes each frame takes of an anchor's bitstream, as ffmpeg tells it on standard error
 * while it writes: a line a packet, in coding order, with the time at which its frame is shown. The
 * rank of that time is the frame's index. A packet has all that must be read to show its frame:
 * frames that are never shown are counted with the one they are sent with.
 */
final class PacketSizes {
  /** What ffmpeg is told beside what it codes with; the bitstream is the same without. */
  static final List<String> ARGUMENTS =
      List.of("-stats_mux_pre", "pipe:2", "-stats_mux_pre_fmt", "packet {pts} {size}");

  private static final Pattern LINE = Pattern.compile("(?m)^packet (-?\\d+) (\\d+)$");

  private PacketSizes() {}

  private record Packet(long shown, long bytes) {}

  /**
   * Adds a column {@code bytes} to the figures of the frames.
   *
   * @param framesCsv a line of names, then one line a frame
   * @param standardError what ffmpeg said
   * @param point of which the sizes must make the bytes
   * @return the same as it came where ffmpeg did not tell all of it, as of a very long clip, of
   *     which only the last lines are kept
   */
  static String addTo(String framesCsv, String standardError, RatePoint point) {
    List<String> lines = framesCsv.lines().toList();
    return of(standardError, point.bytes(), lines.size() - 1)
        .map(sizes -> {
          StringBuilder csv = new StringBuilder(lines.getFirst()).append(",bytes\n");
          for (int frame = 0; frame < sizes.size(); frame++) {
            csv.append(lines.get(frame + 1)).append(',').append(sizes.get(frame)).append('\n');
          }
          return csv.toString();
        })
        .orElse(framesCsv);
  }

  private static Optional<List<Long>> of(String standardError, long bytes, int frames) {
    List<Packet> packets = new ArrayList<>();
    LINE.matcher(standardError).results().map(PacketSizes::packet).forEach(packets::add);
    long sum = packets.stream().mapToLong(Packet::bytes).sum();
    if (packets.size() != frames || sum != bytes) {
      return Optional.empty();
    }
    packets.sort(Comparator.comparingLong(Packet::shown));
    return Optional.of(packets.stream().map(Packet::bytes).toList());
  }

  private static Packet packet(MatchResult line) {
    return new Packet(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
  }

  /** What ffmpeg said of other things. */
  static String without(String standardError) {
    return standardError
        .lines()
        .filter(line -> !LINE.matcher(line).matches())
        .collect(Collectors.joining("\n"));
  }
}

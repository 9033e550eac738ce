package dev.codecsmith.sandbox.users;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Numbers of users, or of groups.
 *
 * @param first the first number
 * @param count how many there are
 */
record IdRange(long first, long count) {
  /** No system tool hands out numbers here: systemd's table of user and group ids, "unused". */
  private static final IdRange UNUSED = new IdRange(1_900_000_000L, 65_536);

  // Where that range does not exist, as in a container, the last below "nobody".
  private static final long LAST_RESORT_END = 65_534;
  private static final long LAST_RESORT_COUNT = 4_096;

  /**
   * A range that belongs to nobody, of those that exist here.
   *
   * @param map the text of {@code /proc/self/uid_map} or {@code gid_map}: lines of first number
   *     inside, first number outside, count
   */
  static Optional<IdRange> unused(String map) {
    List<IdRange> existing =
        map.lines()
            .map(line -> line.strip().split("\\s+"))
            .filter(words -> words.length == 3)
            .map(words -> new IdRange(Long.parseLong(words[0]), Long.parseLong(words[2])))
            .toList();
    return Stream.of(UNUSED, new IdRange(LAST_RESORT_END - LAST_RESORT_COUNT, LAST_RESORT_COUNT))
        .filter(range -> existing.stream().anyMatch(each -> each.contains(range)))
        .findFirst();
  }

  /**
   * The largest range that was set aside for a user.
   *
   * @param text of {@code /etc/subuid} or {@code subgid}: lines of user, first number, count
   * @param user the user's name
   * @param id the user's number, which may stand in place of the name
   */
  static Optional<IdRange> setAside(String text, String user, long id) {
    return text.lines()
        .map(line -> line.strip().split(":"))
        .filter(words -> words.length == 3 && (words[0].equals(user) || words[0].equals("" + id)))
        .filter(words -> words[1].matches("\\d{1,10}") && words[2].matches("\\d{1,10}"))
        .map(words -> new IdRange(Long.parseLong(words[1]), Long.parseLong(words[2])))
        .max(Comparator.comparingLong(IdRange::count));
  }

  private boolean contains(IdRange other) {
    return first <= other.first && other.first + other.count <= first + count;
  }

  /** The number at a position, which goes round. */
  long at(long position) {
    return first + Math.floorMod(position, count);
  }
}

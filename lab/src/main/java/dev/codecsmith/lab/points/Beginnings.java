package dev.codecsmith.lab.points;

import dev.codecsmith.video.clips.Clip;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * How many first frames of a clip are coded by themselves to see whether a program looks ahead: 1,
 * and two neighbouring numbers above it that follow from the hash of program, clip and QUALITY, so
 * that no program can know them.
 *
 * <p>Two neighbours, since a program that codes frames in groups, the last of a group before the
 * others, depends on nothing behind it where a group ends; and no two ends are neighbours. Of the
 * numbers from 2^k to 2^(k+1) − 1 none is likelier than another, and all k are alike, so that short
 * beginnings, which cost little, come more often and yet none can be relied on not to come.
 */
final class Beginnings {
  private Beginnings() {}

  /** Rising numbers from 1 to one less than the clip has frames; none of a clip of one frame. */
  static List<Integer> of(String programSha256, Clip clip, int quality) {
    int most = clip.frames() - 1;
    if (most < 1) {
      return List.of();
    }
    if (most <= 3) {
      return IntStream.rangeClosed(1, most).boxed().toList();
    }
    ByteBuffer hash =
        ByteBuffer.wrap(
            DigestUtils.sha256(
                "beginnings/" + programSha256 + "/" + clip.sha256() + "/" + quality));
    int octaves = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(most - 1);
    int low = 2 << Math.floorMod(hash.getInt(), octaves);
    int high = Math.min(2 * low - 1, most - 1);
    int drawn = low + Math.floorMod(hash.getInt(), high - low + 1);
    return List.of(1, drawn, drawn + 1);
  }
}

package dev.codecsmith.lab.points;

import dev.codecsmith.video.clips.Clip;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Which rate points are decoded twice: of those measured on a clip, one, by the hash of program and
 * clip. So a program cannot know which it is without a change that makes it another, and it is the
 * same whenever the program is measured again.
 */
public final class RepeatSample {
  private RepeatSample() {}

  /**
   * The quality whose bitstream is decoded twice.
   *
   * @param qualities those measured on the clip, at least one
   */
  public static int of(String programSha256, Clip clip, List<Integer> qualities) {
    byte[] hash = DigestUtils.sha256(programSha256 + "/" + clip.sha256());
    List<Integer> rising = qualities.stream().sorted().toList();
    return rising.get(Math.floorMod(ByteBuffer.wrap(hash).getInt(), rising.size()));
  }
}

package dev.codecsmith.video.clips;

import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.scenes.SceneKind;
import java.util.List;

/**
 * A clip that {@link ClipGenerator} makes; equal specifications give equal bytes on every machine.
 *
 * @param name what the clip is called
 * @param format geometry, pixel format and rate
 * @param frames number of frames
 * @param seed what tells clips with the same scenes apart
 * @param shots the scenes in turn, each as long as the others, with a cut between two
 */
public record GeneratedClipSpec(
    String name, VideoFormat format, int frames, long seed, List<SceneKind> shots) {

  private static final Rational NTSC = new Rational(30000, 1001);
  private static final Rational PAL = new Rational(25, 1);

  /**
   * The clips of a campaign for which the user named none: a pan over a landscape with a cut to
   * foliage, and a street with passing cars.
   */
  public static final List<GeneratedClipSpec> DEFAULTS =
      List.of(
          new GeneratedClipSpec(
              "valley",
              new VideoFormat(176, 144, PixelFormat.YUV420P, NTSC),
              30,
              1,
              List.of(SceneKind.LANDSCAPE, SceneKind.FOLIAGE)),
          new GeneratedClipSpec(
              "street",
              new VideoFormat(192, 112, PixelFormat.YUV420P, PAL),
              24,
              2,
              List.of(SceneKind.STREET)));

  /** The clip that such a campaign holds out, of a kind of its own: foliage, zoomed and turned. */
  public static final GeneratedClipSpec HELD_OUT =
      new GeneratedClipSpec(
          "foliage",
          new VideoFormat(160, 128, PixelFormat.YUV420P, PAL),
          24,
          3,
          List.of(SceneKind.FOLIAGE));

  public GeneratedClipSpec {
    shots = List.copyOf(shots);
    if (shots.isEmpty() || frames < shots.size()) {
      throw new IllegalArgumentException(
          "A generated clip needs a shot, and a frame for each; found %d shots and %d frames."
              .formatted(shots.size(), frames));
    }
    if (name.isEmpty() || !name.matches("[\\p{L}\\p{N}._-]+")) {
      throw new IllegalArgumentException(
          "A clip's name is made of letters, digits, dots, lines, found \"" + name + "\".");
    }
  }

  /** The same clip, so many frames long. */
  public GeneratedClipSpec withFrames(int count) {
    return new GeneratedClipSpec(name, format, count, seed, shots);
  }
}

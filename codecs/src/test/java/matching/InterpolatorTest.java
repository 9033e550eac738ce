package matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.VideoFormat;
import dev.codecsmith.codecs.TestClips;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolatorTest {
  private static final int W = 16;
  private static final int H = 32;
  private static final VideoFormat FORMAT = new VideoFormat(72, 400, 25, 1, ChromaFormat.YUV420, 8);

  private final Plane[] planes = planes(FORMAT);
  private final Interpolator none = interpolator(FORMAT, false);
  private final Interpolator some = interpolator(FORMAT, false);

  private static Plane[] planes(VideoFormat format) {
    Frame frame = TestClips.moving(format, 1).get(0);
    Plane[] out = new Geometry(format).newPlanes();
    for (int p = 0; p < out.length; p++) {
      out[p].load(frame.plane(p), frame.width(p), frame.height(p));
    }
    return out;
  }

  private static Interpolator interpolator(VideoFormat format, boolean keepsAll) {
    return new Interpolator(new Geometry(format), planes(format), keepsAll);
  }

  /** The block at (x, y) moved by a vector in quarters of a sample, row after row. */
  private static short[] block(Interpolator of, int x, int y, int w, int h, int mx, int my) {
    Interpolator.View view = new Interpolator.View();
    of.luma(x, y, w, h, mx, my, view);
    short[] out = new short[w * h];
    for (int r = 0; r < h; r++) {
      System.arraycopy(view.samples, view.at + r * view.stride, out, r * w, w);
    }
    return out;
  }

  /** Down the picture, once more from the top, and leaps, as those are whose blocks move far. */
  @ParameterizedTest
  @CsvSource({
    "72, 400, 8, 0 64 128 192 256 320 384",
    "72, 400, 10, 0 384 0",
    "72, 400, 8, 320 64 128 0 16 24",
    "200, 24, 8, 0 8 0",
    "8, 90, 12, 0 64 0"
  })
  void samplesAreTheSameWhateverIsKept(int width, int height, int depth, String rows) {
    VideoFormat format = new VideoFormat(width, height, 25, 1, ChromaFormat.YUV420, depth);
    Interpolator nothing = interpolator(format, false);
    Interpolator band = interpolator(format, false);
    Interpolator everything = interpolator(format, true);
    Random random = new Random(1);
    for (String row : rows.split(" ", -1)) {
      int y = Integer.parseInt(row);
      band.around(y);
      for (int i = 0; i < 300; i++) {
        int w = 4 << random.nextInt(5);
        int h = 4 << random.nextInt(5);
        int x = random.nextInt(width);
        int mx = random.nextInt(-8 * width, 8 * width + 1);
        int my = random.nextInt(-1600, 1601);
        short[] expected = block(nothing, x, y, w, h, mx, my);
        assertThat(block(band, x, y, w, h, mx, my))
            .as("%dx%d at %d, %d by %d, %d", w, h, x, y, mx, my)
            .isEqualTo(expected);
        assertThat(block(everything, x, y, w, h, mx, my)).isEqualTo(expected);
      }
    }
  }

  /** What is kept of a picture has a bound: nothing where rows are too long. */
  @Test
  void ofVeryWidePicturesNothingIsKept() {
    Interpolator wide =
        interpolator(new VideoFormat(16000, 8, 25, 1, ChromaFormat.YUV420, 8), false);
    Interpolator.View view = new Interpolator.View();
    wide.around(0);
    wide.luma(8, 0, 8, 8, 1, 1, view);
    assertThat(view.samples).isSameAs(view.own);
    Interpolator narrow =
        interpolator(new VideoFormat(3840, 8, 25, 1, ChromaFormat.YUV420, 8), false);
    narrow.around(0);
    narrow.luma(8, 0, 8, 8, 1, 1, view);
    assertThat(view.samples).isNotSameAs(view.own);
  }

  /** Padding counts: a picture of few rows is kept with 160 more. */
  @Test
  void ofAWholePictureAllIsKeptWhereThatIsLittle() {
    assertThat(keeps(640, 480)).isTrue();
    assertThat(keeps(648, 480)).isFalse();
    assertThat(keeps(16000, 8)).isFalse();
    assertThat(keeps(8192, 32)).isFalse();
  }

  private static boolean keeps(int width, int height) {
    return VideoEncoder.keepsPhases(
        new Geometry(new VideoFormat(width, height, 25, 1, ChromaFormat.YUV420, 8)));
  }

  @Test
  void whatWasLeftIsMadeAgain() {
    some.around(320);
    short[] expected = block(some, 8, 320, W, H, 5, -7);
    some.leave();
    assertThat(block(some, 8, 320, W, H, 5, -7)).isEqualTo(expected);
    some.around(256);
    assertThat(block(some, 8, 320, W, H, 5, -7)).isEqualTo(expected);
  }

  /** One of two predictions lies in what is kept, the other beyond it. */
  @Test
  void predictionsAreComparedWhereverTheirSamplesLie() {
    PackedDifference packed = new PackedDifference();
    packed.keep(planes[0], 8, 0, W, H);
    Interpolator.View near = new Interpolator.View();
    Interpolator.View far = new Interpolator.View();
    Interpolator.View expectedNear = new Interpolator.View();
    Interpolator.View expectedFar = new Interpolator.View();
    some.around(0);
    some.luma(8, 0, W, H, 3, 2, near);
    some.luma(8, 0, W, H, 1, 4 * 300, far);
    none.luma(8, 0, W, H, 3, 2, expectedNear);
    none.luma(8, 0, W, H, 1, 4 * 300, expectedFar);

    assertThat(near.stride).isNotEqualTo(far.stride);
    assertThat(packed.transformed(near, far))
        .isEqualTo(packed.transformed(expectedNear, expectedFar))
        .isPositive();
    assertThat(packed.absolute(near, far)).isEqualTo(packed.absolute(expectedNear, expectedFar));
    int most = Integer.MAX_VALUE;
    assertThat(PackedDifference.apart(near, far, W, H, most))
        .isEqualTo(PackedDifference.apart(expectedNear, expectedFar, W, H, most))
        .isPositive();
  }
}

package matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.VideoFormat;
import dev.codecsmith.codecs.TestClips;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolatorTest {
  private static final int W = 16;
  private static final int H = 32;
  private static final VideoFormat FORMAT = new VideoFormat(72, 400, 25, 1, ChromaFormat.YUV420, 8);

  private final Geometry geometry = new Geometry(FORMAT);
  private final Plane[] planes = planes(TestClips.moving(FORMAT, 1).get(0));
  private final Interpolator none = new Interpolator(geometry, planes, false);
  private final Interpolator some = new Interpolator(geometry, planes, false);
  private final Interpolator all = new Interpolator(geometry, planes, true);

  private Plane[] planes(Frame frame) {
    Plane[] out = geometry.newPlanes();
    for (int p = 0; p < out.length; p++) {
      out[p].load(frame.plane(p), frame.width(p), frame.height(p));
    }
    return out;
  }

  /** The block at (x, y) moved by a vector in quarters of a sample, row after row. */
  private static short[] block(Interpolator of, int x, int y, int mx, int my) {
    Interpolator.View view = new Interpolator.View();
    of.luma(x, y, W, H, mx, my, view);
    short[] out = new short[W * H];
    for (int r = 0; r < H; r++) {
      System.arraycopy(view.samples, view.at + r * view.stride, out, r * W, W);
    }
    return out;
  }

  /** Down the picture, once more from the top, and leaps, as those are whose blocks move far. */
  @ParameterizedTest
  @ValueSource(strings = {"0 64 128 192 256 320 384", "0 384 0", "320 64 128 0 16 24"})
  void samplesAreTheSameWhateverIsKept(String rows) {
    Random random = new Random(1);
    for (String row : rows.split(" ", -1)) {
      int y = Integer.parseInt(row);
      some.around(y);
      for (int i = 0; i < 300; i++) {
        int x = random.nextInt(FORMAT.width() - W);
        int mx = random.nextInt(-400, 401);
        int my = random.nextInt(-1600, 1601);
        short[] expected = block(none, x, y, mx, my);
        assertThat(block(some, x, y, mx, my))
            .as("%d, %d by %d, %d", x, y, mx, my)
            .isEqualTo(expected);
        assertThat(block(all, x, y, mx, my)).isEqualTo(expected);
      }
    }
  }

  @Test
  void whatWasLeftIsMadeAgain() {
    some.around(320);
    short[] expected = block(some, 8, 320, 5, -7);
    some.leave();
    assertThat(block(some, 8, 320, 5, -7)).isEqualTo(expected);
    some.around(256);
    assertThat(block(some, 8, 320, 5, -7)).isEqualTo(expected);
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

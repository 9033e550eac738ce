package mixing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.VideoFormat;
import dev.codecsmith.codecs.TestClips;
import org.junit.jupiter.api.Test;

class EffortTest {
  private static final VideoFormat FORMAT = TestClips.moving(320, 240, 1).get(0).format();
  private static final long SAMPLES = 320 * 240;

  /** After a first picture for which this many coefficients were chosen for each sample. */
  private static int halvings(int frames, int coefficients) {
    Effort effort = new Effort(new Geometry(FORMAT), frames);
    effort.samples = SAMPLES;
    effort.coefficients = coefficients * SAMPLES;
    return effort.halvings();
  }

  @Test
  void theFirstPictureOfALongClipMayTakeFarMoreThanOthers() {
    assertThat(halvings(60, 30)).isEqualTo(2);
    assertThat(halvings(60, 60)).isZero();
  }

  @Test
  void theOnlyPictureOfAClipMayTakeLittleMore() {
    assertThat(halvings(1, 9)).isEqualTo(2);
    assertThat(halvings(1, 30)).isZero();
  }
}

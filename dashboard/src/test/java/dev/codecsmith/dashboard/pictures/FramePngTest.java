package dev.codecsmith.dashboard.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramePngTest {
  /** Columns of black and white in turns. */
  private static BufferedImage picture(int width, int height, int mostSide) throws IOException {
    VideoFormat format = new VideoFormat(width, height, PixelFormat.YUV420P, new Rational(25, 1));
    byte[] bytes = new byte[(int) format.frameBytes()];
    Arrays.fill(bytes, (byte) 128);
    for (int i = 0; i < width * height; i++) {
      bytes[i] = (byte) (i % width % 2 == 0 ? 16 : 235);
    }
    byte[] png = FramePng.of(Frame.copyOf(0, format, bytes), format, mostSide);
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @ParameterizedTest
  @CsvSource({
    "64, 32, 64, 64, 32",
    "32, 64, 64, 32, 64",
    "64, 32, 16, 16, 8",
    "32, 64, 16, 8, 16",
    "640, 2, 16, 16, 1",
  })
  void noSideIsLongerThanItMayBeAndTheShapeStays(
      int width, int height, int mostSide, int newWidth, int newHeight) throws IOException {
    BufferedImage picture = picture(width, height, mostSide);
    assertThat(picture.getWidth()).isEqualTo(newWidth);
    assertThat(picture.getHeight()).isEqualTo(newHeight);
  }

  @Test
  void aPixelOfASmallerPictureIsTheMeanOfThoseThatItStandsFor() throws IOException {
    assertThat(picture(64, 32, 64).getRGB(10, 10) & 0xFF).isZero();
    assertThat(picture(64, 32, 64).getRGB(11, 10) & 0xFF).isEqualTo(255);
    for (int x = 0; x < 32; x++) {
      assertThat(picture(64, 32, 32).getRGB(x, 10) & 0xFF).isBetween(126, 129);
    }
  }
}

package dev.codecsmith.dashboard.pictures;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.VideoFormat;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;

/** Frames as pictures to keep, as the page shows them. */
public final class FramePng {
  private FramePng() {}

  /**
   * A frame as PNG, as small as that is.
   *
   * @param format the frame's
   * @param mostWidth in pixels; of a wider frame each pixel is the mean of those that it stands for
   */
  public static byte[] of(Frame frame, VideoFormat format, int mostWidth) throws IOException {
    BufferedImage picture = Colours.of(format).picture(frame);
    return Png.small(picture.getWidth() <= mostWidth ? picture : narrowed(picture, mostWidth));
  }

  private static BufferedImage narrowed(BufferedImage picture, int width) {
    int height = Math.max(1, Math.round((float) picture.getHeight() * width / picture.getWidth()));
    BufferedImage narrow = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = narrow.createGraphics();
    try {
      boolean _ =
          graphics.drawImage(
              picture.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
    } finally {
      graphics.dispose();
    }
    return narrow;
  }
}

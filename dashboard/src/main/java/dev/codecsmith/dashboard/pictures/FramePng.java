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
   * @param mostSide in pixels; of a frame with a longer side, and so of it as a whole, each pixel
   *     is the mean of those that it stands for
   */
  public static byte[] of(Frame frame, VideoFormat format, int mostSide) throws IOException {
    BufferedImage picture = Colours.of(format).picture(frame);
    int side = Math.max(picture.getWidth(), picture.getHeight());
    return Png.small(side <= mostSide ? picture : smaller(picture, (double) mostSide / side));
  }

  private static BufferedImage smaller(BufferedImage picture, double factor) {
    int width = Math.max(1, (int) Math.round(picture.getWidth() * factor));
    int height = Math.max(1, (int) Math.round(picture.getHeight() * factor));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    try {
      boolean _ =
          graphics.drawImage(
              picture.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
    } finally {
      graphics.dispose();
    }
    return small;
  }
}

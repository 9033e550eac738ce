package dev.codecsmith.dashboard.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as PNG. */
final class Png {
  /** From 0, small, to 1, at once: a picture is looked at sooner than it would be smaller. */
  private static final float HASTE = 0.8f;

  private Png() {}

  static byte[] of(BufferedImage picture) throws IOException {
    return written(picture, HASTE);
  }

  /** For one that is kept. */
  static byte[] small(BufferedImage picture) throws IOException {
    return written(picture, 0);
  }

  private static byte[] written(BufferedImage picture, float haste) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(haste);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

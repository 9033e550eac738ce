package dev.codecsmith.video;

/**
 * Planar YUV samples: chroma format and bit depth.
 *
 * @param chroma the chroma format
 * @param bitDepth 8 to 16; above 8 a sample is two bytes, little-endian
 */
public record PixelFormat(ChromaFormat chroma, int bitDepth) {

  /** 8-bit 4:2:0, ffmpeg's {@code yuv420p}. */
  public static final PixelFormat YUV420P = new PixelFormat(ChromaFormat.YUV420, 8);

  public PixelFormat {
    if (bitDepth < 8 || bitDepth > 16) {
      throw new IllegalArgumentException("The bit depth must be 8 to 16, found " + bitDepth + ".");
    }
  }

  public int bytesPerSample() {
    return bitDepth > 8 ? 2 : 1;
  }
}

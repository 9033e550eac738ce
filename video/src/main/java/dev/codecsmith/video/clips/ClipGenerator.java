package dev.codecsmith.video.clips;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.scenes.Randomness;
import dev.codecsmith.video.scenes.Scene;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes clips that code like footage, for a machine that has none.
 *
 * <p>A clip is a row of shots. Each shot is a painted scene of layers that a hand-held camera
 * takes: textures and sizes of things follow the 1/f spectrum of natural pictures, near things move
 * more than far ones and cover them, motion goes by fractions of a sample, exposure drifts a
 * little, and film grain, which depends on brightness, lies over everything. Colours are mixed as
 * red, green and blue and become YCbCr by BT.601 with limited range, so chroma follows luma as in
 * footage.
 *
 * <p>The bytes are the same on every machine: no operation whose result may depend on the machine
 * is used, and a test pins the SHA-256 of the default clips.
 */
public final class ClipGenerator {
  /** Changes whenever the bytes of a specification change. */
  public static final int VERSION = 1;

  private static final float LUMA_GRAIN = 1.5f;
  private static final float CHROMA_GRAIN = 0.7f;
  private static final float DRIFT = 0.012f;

  private final GeneratedClipSpec spec;

  public ClipGenerator(GeneratedClipSpec spec) {
    this.spec = spec;
  }

  /** The frames of the clip, made as they are asked for. */
  public FrameReader reader() {
    return new Frames(spec);
  }

  private static final class Frames implements FrameReader {
    private static final ValueLayout.OfShort LITTLE_ENDIAN_SHORT =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final GeneratedClipSpec spec;
    private final VideoFormat format;
    private final int width;
    private final int height;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment samples;
    private final float[] rgb;
    private final float[] full;
    private final float[] plane;
    private int next;
    private int shot = -1;
    private @Nullable Scene scene;

    Frames(GeneratedClipSpec spec) {
      this.spec = spec;
      this.format = spec.format();
      this.width = format.width();
      this.height = format.height();
      this.samples = arena.allocate(format.frameBytes(), Long.BYTES);
      this.rgb = new float[width * height * 3];
      this.full = new float[width * height];
      this.plane = new float[width * height];
    }

    @Override
    public VideoFormat format() {
      return format;
    }

    @Override
    public Optional<Frame> next() throws IOException {
      if (next == spec.frames()) {
        return Optional.empty();
      }
      int shots = spec.shots().size();
      int current = (int) ((long) next * shots / spec.frames());
      int first = (int) (((long) current * spec.frames() + shots - 1) / shots);
      Randomness randomness = new Randomness(spec.seed()).split(current);
      Scene painted = scene;
      if (painted == null || current != shot) {
        int end = (int) (((long) (current + 1) * spec.frames() + shots - 1) / shots);
        painted = spec.shots().get(current).paint(width, height, end - first, randomness.split(0));
        scene = painted;
        shot = current;
      }
      painted.render(next - first, rgb);
      develop(randomness.split(1 + next), 1 + DRIFT * (float) StrictMath.sin(0.11 * next));
      return Optional.of(new Frame(next++, format, samples));
    }

    @Override
    public void close() {
      if (arena.scope().isAlive()) {
        arena.close();
      }
    }

    /** Turns red, green and blue into the planes of a frame. */
    private void develop(Randomness grain, float exposure) {
      long offset = 0;
      for (int p = 0; p < format.planes(); p++) {
        mix(p, exposure);
        int w = format.planeWidth(p);
        int h = format.planeHeight(p);
        shrink(w, h);
        quantise(p, w * h, offset, grain);
        offset += format.planeBytes(p);
      }
    }

    /** Y, Cb or Cr of BT.601 at every sample, on the scale of 8-bit limited range. */
    private void mix(int p, float exposure) {
      for (int i = 0; i < full.length; i++) {
        float r = Math.clamp(rgb[3 * i] * exposure, 0f, 1f);
        float g = Math.clamp(rgb[3 * i + 1] * exposure, 0f, 1f);
        float b = Math.clamp(rgb[3 * i + 2] * exposure, 0f, 1f);
        full[i] =
            switch (p) {
              case 0 -> 16 + 65.481f * r + 128.553f * g + 24.966f * b;
              case 1 -> 128 - 37.797f * r - 74.203f * g + 112f * b;
              default -> 128 + 112f * r - 93.786f * g - 18.214f * b;
            };
      }
    }

    /** The mean of the samples that a sample of the smaller plane stands for. */
    private void shrink(int w, int h) {
      int across = (width + w - 1) / w;
      int down = (height + h - 1) / h;
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          float sum = 0;
          int count = 0;
          for (int sy = y * down; sy < Math.min(height, (y + 1) * down); sy++) {
            for (int sx = x * across; sx < Math.min(width, (x + 1) * across); sx++) {
              sum += full[sy * width + sx];
              count++;
            }
          }
          plane[y * w + x] = sum / count;
        }
      }
    }

    private void quantise(int p, int count, long offset, Randomness grain) {
      int depth = format.pixelFormat().bitDepth();
      float scale = 1 << (depth - 8);
      int max = (1 << depth) - 1;
      for (int i = 0; i < count; i++) {
        float value = plane[i];
        // Shadows and lights show less grain than what is between.
        float strength =
            p == 0 ? LUMA_GRAIN * (1 - 0.4f * Math.abs(value - 110) / 110) : CHROMA_GRAIN;
        float grained = value + strength * grain.normal();
        int sample = Math.clamp((int) (grained * scale + 0.5f), 0, max);
        if (depth == 8) {
          samples.set(ValueLayout.JAVA_BYTE, offset + i, (byte) sample);
        } else {
          samples.set(LITTLE_ENDIAN_SHORT, offset + 2L * i, (short) sample);
        }
      }
    }
  }
}

package dev.codecsmith.video;

import dev.codecsmith.video.y4m.Y4mWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;

/** Small videos for tests. */
public final class TestVideo {
  public static final Rational RATE = new Rational(30000, 1001);

  private TestVideo() {}

  public static VideoFormat format(int width, int height) {
    return new VideoFormat(width, height, PixelFormat.YUV420P, RATE);
  }

  /** Frames of random bytes that a seed decides. */
  public static List<Frame> frames(VideoFormat format, int count, long seed) {
    Random random = new Random(seed);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[(int) format.frameBytes()];
      random.nextBytes(bytes);
      frames.add(Frame.copyOf(i, format, bytes));
    }
    return frames;
  }

  public static byte[] y4m(VideoFormat format, List<Frame> frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Y4mWriter writer = new Y4mWriter(out, format)) {
      for (Frame frame : frames) {
        writer.write(frame);
      }
    }
    return out.toByteArray();
  }

  public static Path y4mFile(Path file, VideoFormat format, int frames, long seed)
      throws IOException {
    return Files.write(file, y4m(format, frames(format, frames, seed)));
  }

  /** The bytes of all frames, one after the other; checks the indices on the way. */
  public static byte[] samples(FrameReader reader) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    long index = 0;
    for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
      if (frame.get().index() != index++) {
        throw new AssertionError(
            "frame " + frame.get().index() + " where " + (index - 1) + " is due");
      }
      all.writeBytes(frame.get().toByteArray());
    }
    return all.toByteArray();
  }

  public static int count(FrameReader reader) throws IOException {
    int count = 0;
    while (reader.next().isPresent()) {
      count++;
    }
    return count;
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A file of the shared folder; the test is skipped where it is absent. */
  public static Path shared(String name) {
    Path file =
        Path.of(System.getProperty("codecsmith.root", "..")).resolve("../shared").resolve(name);
    Assumptions.assumeTrue(Files.exists(file), () -> "skipped: there is no " + file);
    return file.normalize();
  }
}

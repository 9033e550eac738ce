package dev.codecsmith.video.y4m;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.codecsmith.video.ChromaFormat;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.TestVideo;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class Y4mPropertiesTest {
  /** Far more than any takes: a reader that hangs fails instead of holding up the build. */
  private static final Duration HANG = Duration.ofMinutes(2);

  @Provide
  Arbitrary<VideoFormat> formats() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 70),
            Arbitraries.integers().between(1, 50),
            Arbitraries.of(ChromaFormat.class),
            Arbitraries.integers().between(8, 16),
            Arbitraries.integers().between(1, 60000),
            Arbitraries.integers().between(1, 1001))
        .as((width, height, chroma, depth, numerator, denominator) ->
            new VideoFormat(
                width,
                height,
                new PixelFormat(chroma, depth),
                new Rational(numerator, denominator)));
  }

  @Property(seed = "1", tries = 300)
  void whatIsWrittenIsReadBack(
      @ForAll("formats") VideoFormat format,
      @ForAll @IntRange(max = 4) int count,
      @ForAll long seed)
      throws IOException {
    List<Frame> frames = TestVideo.frames(format, count, seed);
    ByteArrayOutputStream samples = new ByteArrayOutputStream();
    frames.forEach(frame -> samples.writeBytes(frame.toByteArray()));
    byte[] bytes = TestVideo.y4m(format, frames);

    try (Y4mReader reader = Y4mReader.open(new ByteArrayInputStream(bytes))) {
      assertThat(reader.format()).isEqualTo(format);
      assertThat(TestVideo.samples(reader)).isEqualTo(samples.toByteArray());
    }
    Path file = Files.createTempFile("property", ".y4m");
    try {
      Files.write(file, bytes);
      try (Y4mReader reader = Y4mReader.open(file)) {
        assertThat(reader.format()).isEqualTo(format);
        assertThat(TestVideo.samples(reader)).isEqualTo(samples.toByteArray());
      }
    } finally {
      Files.delete(file);
    }
  }

  @Property(seed = "2", tries = 2000)
  void damagedStreamsGiveFramesOrOneKindOfError(
      @ForAll @IntRange(max = 6) int changes, @ForAll long seed) throws IOException {
    VideoFormat format = TestVideo.format(6, 4);
    byte[] bytes = TestVideo.y4m(format, TestVideo.frames(format, 2, seed));
    Random random = new Random(seed);
    for (int change = 0; change < changes; change++) {
      // Mostly in the header, where each byte matters.
      int where = random.nextInt(random.nextInt(4) > 0 ? 60 : bytes.length);
      bytes[where] = (byte) " \nWHFICAX0123456789:FRAME".charAt(random.nextInt(25));
    }
    int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
    readHostile(Arrays.copyOf(bytes, length), Optional.empty());
    readHostile(Arrays.copyOf(bytes, length), Optional.of(format));
  }

  @Property(seed = "3", tries = 1000)
  void randomBytesGiveOneKindOfError(@ForAll byte[] bytes) {
    readHostile(bytes, Optional.empty());
    byte[] magic = TestVideo.ascii("YUV4MPEG2 W4 H4 F25:1 ");
    byte[] joined = Arrays.copyOf(magic, magic.length + bytes.length);
    System.arraycopy(bytes, 0, joined, magic.length, bytes.length);
    readHostile(joined, Optional.of(TestVideo.format(4, 4)));
  }

  private static void readHostile(byte[] bytes, Optional<VideoFormat> expected) {
    assertTimeoutPreemptively(HANG, () -> readWhole(bytes, expected));
  }

  /** Anything but frames and VideoFormatException escapes and fails the property. */
  private static void readWhole(byte[] bytes, Optional<VideoFormat> expected) throws IOException {
    long given = 0;
    try (Y4mReader reader = Y4mReader.open(new ByteArrayInputStream(bytes), expected)) {
      if (expected.isPresent()) {
        assertThat(reader.format()).isEqualTo(expected.get());
      }
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        given += frame.get().samples().byteSize();
      }
    } catch (VideoFormatException e) {
      assertThat(e.getMessage()).endsWith(".").hasSizeLessThan(300).doesNotContain("\n");
    }
    assertThat(given).isLessThanOrEqualTo(bytes.length);
  }
}

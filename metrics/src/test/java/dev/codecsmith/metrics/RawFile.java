package dev.codecsmith.metrics;

import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.PictureFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A header-less planar file, memory-mapped. */
record RawFile(PictureFormat format, MemorySegment bytes) {

  /** A file of {@code ../shared/golden}; skips the test, and says so, when it is absent. */
  static RawFile golden(String name, PictureFormat format) {
    Path path =
        Path.of(System.getProperty("codecsmith.root", "..")).resolve("../shared/golden/" + name);
    Assumptions.assumeTrue(Files.exists(path), () -> "Skipped: there is no " + path);
    return map(path, format);
  }

  static RawFile map(Path path, PictureFormat format) {
    try (FileChannel channel = FileChannel.open(path)) {
      return new RawFile(format, channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first frames of the file. */
  RawFile first(int frames) {
    return new RawFile(format, bytes.asSlice(0, frames * frameBytes()));
  }

  int frames() {
    return (int) (bytes.byteSize() / frameBytes());
  }

  Picture frame(int index) {
    return Pictures.of(format, bytes.asSlice(index * frameBytes(), frameBytes()));
  }

  private long frameBytes() {
    return format.samples() * format.bytesPerSample();
  }

  /** Measures all frames of two files. */
  static SequenceQuality measure(
      RawFile reference, RawFile distorted, List<Metric> metrics, int threads) {
    try (QualityMeter meter = QualityMeter.of(metrics, reference.format(), threads)) {
      for (int frame = 0; frame < reference.frames(); frame++) {
        meter.add(reference.frame(frame), distorted.frame(frame));
      }
      return meter.finish();
    }
  }
}

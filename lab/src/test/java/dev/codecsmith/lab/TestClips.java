package dev.codecsmith.lab;

import dev.codecsmith.video.Clip;
import dev.codecsmith.video.ClipCatalogue;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.Y4mWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Small clips that move: two waves and some grain. */
final class TestClips {
  private TestClips() {}

  static Clip moving(Path folder, String name, int width, int height, int frames)
      throws IOException {
    VideoFormat format = new VideoFormat(width, height, PixelFormat.YUV420P, new Rational(25, 1));
    Path file = folder.resolve(name + ".y4m");
    try (Arena arena = Arena.ofConfined();
        Y4mWriter writer = new Y4mWriter(Files.newOutputStream(file), format)) {
      MemorySegment samples = arena.allocate(format.frameBytes());
      for (int index = 0; index < frames; index++) {
        long at = 0;
        for (int plane = 0; plane < 3; plane++) {
          for (int y = 0; y < format.planeHeight(plane); y++) {
            for (int x = 0; x < format.planeWidth(plane); x++) {
              double wave =
                  128
                      + 50 * Math.sin((x + 2 * index) / 5.0 + plane)
                      + 30 * Math.cos((y - index) / 3.0)
                      + ((x * 7919 + y * 104729 + index * 31) % 13);
              samples.set(ValueLayout.JAVA_BYTE, at++, (byte) Math.round(wave));
            }
          }
        }
        writer.write(new Frame(index, format, samples));
      }
    }
    return new ClipCatalogue(folder.resolve("catalogue")).importFile(file, OptionalInt.empty());
  }
}

package dev.codecsmith.metrics;

import dev.codecsmith.metrics.kernel.Kernels;
import dev.codecsmith.metrics.picture.ChromaSampling;
import dev.codecsmith.metrics.picture.PictureFormat;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.TreeMap;

/**
 * Prints the figures of a small generated sequence, to the last bit; for JVMs with other vectors.
 * The argument {@code plain} takes the plain loops, {@code vectorised} the others.
 */
final class FiguresMain {

  /** The first is large enough for every metric. */
  private static final List<PictureFormat> FORMATS =
      List.of(
          new PictureFormat(181, 177, ChromaSampling.YUV420, 8),
          new PictureFormat(77, 61, ChromaSampling.YUV422, 10));

  private FiguresMain() {}

  public static void main(String[] arguments) {
    System.out.println(
        figures(arguments[0].equals("plain") ? Kernels.plain() : Kernels.vectorised(), 1));
  }

  static String figures(Kernels kernels, int threads) {
    StringBuilder text = new StringBuilder();
    for (PictureFormat format : FORMATS) {
      MemorySegment reference = Pictures.texture(format, 1);
      MemorySegment distorted = Pictures.withNoise(format, reference, 6, 2);
      try (QualityMeter meter =
          QualityMeter.of(List.of(Metric.values()), format, threads, kernels)) {
        meter.add(Pictures.of(format, reference), Pictures.of(format, distorted));
        new TreeMap<>(meter.finish().figures())
            .forEach((figure, value) ->
                text.append(figure).append(' ').append(Double.toHexString(value)).append('\n'));
      }
    }
    return text.toString();
  }
}

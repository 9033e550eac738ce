package dev.codecsmith.lab.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is added to a BD-rate for what a program costs otherwise, in points of percent; 0 is free.
 *
 * @param encodeCpuSecond for each CPU second that encoding a megapixel of luma takes
 * @param decodeCpuSecond for each CPU second that decoding a megapixel takes
 * @param decoderKibibyte for each 1024 bytes of the built program, compressed
 */
public record SoftPrices(double encodeCpuSecond, double decodeCpuSecond, double decoderKibibyte) {
  public static final SoftPrices NONE = new SoftPrices(0, 0, 0);

  public SoftPrices {
    for (double price : new double[] {encodeCpuSecond, decodeCpuSecond, decoderKibibyte}) {
      if (!(price >= 0) || Double.isInfinite(price)) {
        throw new IllegalArgumentException(
            "A price is in points of percent, at least 0, found " + price + ".");
      }
    }
  }

  /** Whether the score depends on times, which differ a little from run to run. */
  public boolean ofTime() {
    return encodeCpuSecond > 0 || decodeCpuSecond > 0;
  }

  List<String> inWords() {
    List<String> words = new ArrayList<>();
    add(words, encodeCpuSecond, "CPU second that encoding a megapixel takes");
    add(words, decodeCpuSecond, "CPU second that decoding a megapixel takes");
    add(words, decoderKibibyte, "KiB of the program, compressed");
    return words;
  }

  private static void add(List<String> words, double price, String of) {
    if (price > 0) {
      words.add(Objective.number(price) + " points for each " + of);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s, %s, %s", encodeCpuSecond, decodeCpuSecond, decoderKibibyte);
  }
}

package dev.codecsmith.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.LimitUse.Nearest;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitUseTest {
  /** A megapixel, and two. */
  private static final EvaluationSettings SETTINGS =
      new EvaluationSettings(
          List.of(clip("short", 10)),
          List.of(clip("long", 20)),
          Qualities.DEFAULT,
          List.of(Anchors.named(Anchors.DEFAULT)),
          // So 35 s and 65 s to encode, 15 s and 25 s to decode.
          new CodingLimits(30, 10, 5, 1024 * Limits.MEBIBYTE, 1 << 20),
          Extras.NONE);

  private static Clip clip(String name, int frames) {
    return new Clip(
        name,
        Path.of(name + ".y4m"),
        new VideoFormat(400, 250, PixelFormat.YUV420P, new Rational(25, 1)),
        frames,
        Integer.toHexString(frames).repeat(64).substring(0, 64));
  }

  private static RatePoint point(String clip, int quality, double encode, double decode) {
    return point(clip, quality, encode, decode, 1, 1);
  }

  private static RatePoint point(
      String clip, int quality, double encode, double decode, long encodeMiB, long decodeMiB) {
    return RatePointBuilder.builder()
        .clip(clip)
        .quality(quality)
        .bytes(1)
        .bitrateKbps(1)
        .metrics(Map.of())
        .encode(new RatePoint.Resources(encode, encode, encodeMiB * Limits.MEBIBYTE))
        .decode(new RatePoint.Resources(decode, decode, decodeMiB * Limits.MEBIBYTE))
        .bitstreamSha256("")
        .framesSha256("")
        .machine(Optional.empty())
        .videoSha256(Optional.empty())
        .bitsSha256(Optional.empty())
        .build();
  }

  @Test
  void theRunThatIsNearestToItsOwnLimitIsTold() {
    LimitUse use =
        LimitUse.of(
                SETTINGS,
                List.of(
                    point("short", 20, 7, 3, 256, 512),
                    point("short", 80, 14, 6, 128, 64),
                    point("long", 80, 19.5, 15, 896, 256)),
                1 << 18)
            .orElseThrow();
    assertThat(use.encode()).as("19.5 s of 65 s are less").isEqualTo(new Nearest(0.4, "short", 80));
    assertThat(use.decode()).isEqualTo(new Nearest(0.6, "long", 80));
    assertThat(use.encodeMemory()).isEqualTo(new Nearest(0.875, "long", 80));
    assertThat(use.decodeMemory()).isEqualTo(new Nearest(0.5, "short", 20));
    assertThat(use.decoderSize()).isEqualTo(0.25);
    assertThat(use.text())
        .isEqualTo(
            "Nearest to its limits on CPU time: encoding 40 % (short at QUALITY 80), decoding 60 %"
                + " (long at QUALITY 80). On memory: encoding 88 % (long at QUALITY 80), decoding"
                + " 50 % (short at QUALITY 20). Its size is 25 % of what it may be.");
    assertThat(Json.write(use))
        .isEqualTo(
            "{\"encode\":{\"share\":0.4,\"clip\":\"short\",\"quality\":80},"
                + "\"decode\":{\"share\":0.6,\"clip\":\"long\",\"quality\":80},"
                + "\"encode_memory\":{\"share\":0.875,\"clip\":\"long\",\"quality\":80},"
                + "\"decode_memory\":{\"share\":0.5,\"clip\":\"short\",\"quality\":20},"
                + "\"decoder_size\":0.25}");
  }

  @Test
  void withoutAPointOfTheClipsNothingIsTold() {
    assertThat(LimitUse.of(SETTINGS, List.of(), 1)).isEmpty();
    assertThat(LimitUse.of(SETTINGS, List.of(point("another", 20, 1, 1)), 1)).isEmpty();
  }
}

package dev.codecsmith.dashboard.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClipRatesTest {
  private static List<ClipRates.By> by(String objective) {
    return ClipRates.By.of(Objective.parse(objective));
  }

  /** Four points, the first of so many kbit/s, each of twice the rate of the one before. */
  private static List<RatePoint> points(double kbps, String metric, double rise) {
    return IntStream.range(0, 4)
        .mapToObj(i ->
            RatePointBuilder.builder()
                .clip("toy")
                .quality(20 * (i + 1))
                .bytes(1)
                .bitrateKbps(kbps * (1 << i))
                .metrics(Map.of(metric, rise * (i + 1)))
                .encode(new RatePoint.Resources(1, 1, 1))
                .decode(new RatePoint.Resources(1, 1, 1))
                .bitstreamSha256("")
                .framesSha256("")
                .machine(Optional.empty())
                .videoSha256(Optional.empty())
                .bitsSha256(Optional.empty())
                .build())
        .toList();
  }

  @Test
  void whatACampaignRanksByComesFirst() {
    assertThat(by("psnr_yuv"))
        .extracting(ClipRates.By::key)
        .containsExactly("psnr_yuv", "psnr_y", "ssim");
    assertThat(by("psnr_hvs"))
        .extracting(ClipRates.By::key)
        .containsExactly("psnr_hvs", "psnr_yuv", "psnr_y", "ssim");
    assertThat(by("ms_ssim=1,ssim=2"))
        .extracting(ClipRates.By::key)
        .containsExactly("ssim", "ms_ssim", "psnr_yuv", "psnr_y");
  }

  @Test
  void halfTheRateForTheSameQualityIsFiftyPercentLessByEveryMetric() {
    halves(by("psnr_hvs").getFirst(), "psnr_hvs", 5);
    halves(by("ms_ssim").getFirst(), "float_ms_ssim", 0.2);
  }

  private static void halves(ClipRates.By by, String metric, double rise) {
    BdRate rate =
        ClipRates.of(by, points(100, metric, rise), points(50, metric, rise), Optional.empty());
    assertThat(rate).isInstanceOf(BdRate.Value.class);
    assertThat(((BdRate.Value) rate).percent()).isCloseTo(-50, within(1e-9));
  }
}

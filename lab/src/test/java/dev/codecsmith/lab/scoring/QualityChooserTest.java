package dev.codecsmith.lab.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.metrics.bd.Band;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityChooserTest {
  private static final Band BAND = new Band(30, 40);

  private static List<RatePoint> points(double at20, double at40, double at60, double at80) {
    return List.of(
        Points.point("a", 20, 1, at20),
        Points.point("a", 40, 2, at40),
        Points.point("a", 60, 3, at60),
        Points.point("a", 80, 4, at80));
  }

  @Test
  void coveredBandNeedsNothingMore() {
    assertThat(QualityChooser.next(points(29, 33, 37, 41), ComparedFigure.PSNR_YUV, BAND))
        .isEmpty();
  }

  @Test
  void missingEndsAreReachedFor() {
    assertThat(QualityChooser.next(points(31, 33, 36, 39), ComparedFigure.PSNR_YUV, BAND))
        .containsExactly(10, 90);
  }

  @Test
  void wideGapsInsideTheBandAreHalved() {
    assertThat(QualityChooser.next(points(29, 31, 38, 41), ComparedFigure.PSNR_YUV, BAND))
        .containsExactly(50);
  }

  @Test
  void nothingBeyondTheScaleIsAsked() {
    List<RatePoint> points =
        List.of(
            Points.point("a", 0, 1, 35),
            Points.point("a", 40, 2, 36),
            Points.point("a", 70, 3, 37),
            Points.point("a", 100, 4, 38));
    assertThat(QualityChooser.next(points, ComparedFigure.PSNR_YUV, BAND)).isEmpty();
  }
}

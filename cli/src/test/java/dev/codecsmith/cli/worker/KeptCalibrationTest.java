package dev.codecsmith.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the speed of a machine is measured, and who waits for it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeptCalibrationTest {
  private static final Duration NEVER = Duration.ofDays(1);

  @Test
  void whoWaitsGoesOnWithTheFirstMeasurement() throws Exception {
    CountDownLatch allowed = new CountDownLatch(1);
    KeptCalibration.Measuring measuring =
        () -> {
          allowed.await();
          return "fast";
        };
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (KeptCalibration calibration = new KeptCalibration(measuring, NEVER)) {
      calibration.begin();
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  calibration.await();
                  heard.add("goes on");
                } catch (InterruptedException e) {
                  heard.add(e.toString());
                }
              });
      assertThat(heard).isEmpty();
      allowed.countDown();
      assertThat(calibration.found()).isEqualTo("fast");
      waiting.join();
      assertThat(heard).containsExactly("goes on");
    }
  }

  @Test
  void itIsMeasuredAgainAndAgainAlsoAfterAFault() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    KeptCalibration.Measuring measuring =
        () -> {
          asked.add("asked");
          throw new IOException("The disk is full.");
        };
    try (KeptCalibration calibration = new KeptCalibration(measuring, Duration.ofMillis(1))) {
      calibration.begin();
      // Whoever waits for it is not held up by a machine that cannot be measured.
      calibration.await();
      assertThatThrownBy(calibration::found).hasMessage("The disk is full.");
      for (int time = 0; time < 3; time++) {
        assertThat(asked.take()).isEqualTo("asked");
      }
    }
  }

  @Test
  void nobodyWaitsForOneThatIsGivenUp() throws Exception {
    CountDownLatch measures = new CountDownLatch(1);
    KeptCalibration.Measuring measuring =
        () -> {
          measures.countDown();
          new CountDownLatch(1).await();
          return "never";
        };
    KeptCalibration calibration = new KeptCalibration(measuring, NEVER);
    calibration.begin();
    measures.await();
    calibration.close();
    assertThatThrownBy(calibration::await).isInstanceOf(InterruptedException.class);
  }
}

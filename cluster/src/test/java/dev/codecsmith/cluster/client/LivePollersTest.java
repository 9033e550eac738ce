package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.temporal.api.taskqueue.v1.PollerInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is gone, by two clocks of which neither knows the other. */
class LivePollersTest {
  private static final long THERE = 1_800_000_000;

  private final AtomicLong nanos = new AtomicLong(-5);
  private final LivePollers pollers = new LivePollers(nanos::get);

  private static PollerInfo asked(String name, long second) {
    return PollerInfo.newBuilder()
        .setIdentity(name)
        .setLastAccessTime(Timestamp.newBuilder().setSeconds(THERE + second))
        .build();
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void theOnlyOneIsGoneWhenItsTimeHasNotMovedForAMinuteAndAHalf() {
    assertThat(pollers.among(List.of(asked("a", 0)))).containsOnlyKeys("a");
    pass(89);
    assertThat(pollers.among(List.of(asked("a", 0)))).containsOnlyKeys("a");
    pass(1);
    assertThat(pollers.among(List.of(asked("a", 0)))).isEmpty();
    assertThat(pollers.among(List.of(asked("a", 90)))).containsOnlyKeys("a");
  }

  @Test
  void whoAsksNowAndThenStays() {
    for (int second = 0; second < 600; second += 60) {
      assertThat(pollers.among(List.of(asked("a", second)))).containsOnlyKeys("a");
      pass(60);
    }
  }

  @Test
  void whoIsFarBehindTheOthersIsGoneAtOnce() {
    assertThat(pollers.among(List.of(asked("a", 90), asked("gone", 0), asked("b", 1))))
        .containsOnlyKeys("a", "b");
  }

  @Test
  void ofOneNameTheNewestCounts() {
    assertThat(pollers.among(List.of(asked("a", 3), asked("a", 7), asked("a", 5))))
        .hasEntrySatisfying("a", time -> assertThat(time.getEpochSecond()).isEqualTo(THERE + 7));
  }

  @Test
  void silenceWhileTheServerWasAwayIsNobodysEnd() {
    assertThat(pollers.among(List.of(asked("a", 0)))).containsOnlyKeys("a");
    pass(300);
    pollers.forget();
    assertThat(pollers.among(List.of(asked("a", 0)))).containsOnlyKeys("a");
  }
}

package dev.codecsmith.store.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SystemTimeTest {
  private Duration sinceBoot = Duration.ofDays(3);
  private Duration ofTheDay = Duration.ofHours(12);
  private final SystemTime time =
      new SystemTime(() -> sinceBoot.toNanos(), () -> ofTheDay.toNanos());
  private final long begin = time.longestNanos();

  private void pass(Duration boot, Duration day) {
    sinceBoot = sinceBoot.plus(boot);
    ofTheDay = ofTheDay.plus(day);
  }

  private Duration passed() {
    return Duration.ofNanos(time.longestNanos() - begin);
  }

  @Test
  void theTimeThatAMachineIsSuspendedHasPassed() {
    pass(Duration.ofMinutes(10), Duration.ofMinutes(10));
    assertThat(passed()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void theTimeThatAGuestWasStoppedHasPassedOnceItsClockIsSet() {
    pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
    pass(Duration.ZERO, Duration.ofMinutes(10));
    assertThat(passed()).isEqualTo(Duration.ofSeconds(601));
  }

  @Test
  void aClockThatIsSetBackTakesNothingAway() {
    pass(Duration.ofSeconds(30), Duration.ofHours(-2));
    assertThat(passed()).isEqualTo(Duration.ofSeconds(30));
    pass(Duration.ofSeconds(30), Duration.ofSeconds(30));
    assertThat(passed()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void theClocksOfThisMachineRise() {
    MonotonicTime system = MonotonicTime.system();
    long first = system.longestNanos();
    long later = system.longestNanos();
    while (later == first) {
      later = system.longestNanos();
    }
    assertThat(later).isGreaterThan(first);
  }
}

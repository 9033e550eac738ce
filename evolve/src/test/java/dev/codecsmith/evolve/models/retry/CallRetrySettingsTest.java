package dev.codecsmith.evolve.models.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CallRetrySettingsTest {

  @Property(seed = "11")
  void pauseLiesInTheUpperHalfOfItsDoubling(
      @ForAll String call, @ForAll @IntRange(min = 1, max = 10_000) int attempt) {
    Duration pause = CallRetrySettings.defaults().pause(call, attempt, Optional.empty());

    long whole = attempt > 6 ? 60_000 : Math.min(60_000, 1_000L << (attempt - 1));
    assertThat(pause).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
  }

  @Property(seed = "12")
  void serversWishIsAlwaysWaitedOut(
      @ForAll String call, @ForAll @IntRange(min = 1, max = 3_600) int seconds) {
    Duration wish = Duration.ofSeconds(seconds);

    assertThat(CallRetrySettings.defaults().pause(call, 1, Optional.of(wish))).isGreaterThan(wish);
  }

  @Property(seed = "13")
  void callsMadeSideBySideDoNotComeBackTogether(@ForAll String name) {
    CallRetrySettings policy = CallRetrySettings.defaults();

    assertThat(
            IntStream.range(0, 20)
                .mapToObj(i -> policy.pause(name + i, 1, Optional.empty()))
                .distinct())
        .hasSizeGreaterThan(15);
  }
}

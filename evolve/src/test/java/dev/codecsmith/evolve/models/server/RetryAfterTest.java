package dev.codecsmith.evolve.models.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void secondsMillisecondsAndDatesAreUnderstood() {
    assertThat(parse("retry-after", "7")).contains(Duration.ofSeconds(7));
    assertThat(parse("retry-after", "0.5")).contains(Duration.ofMillis(500));
    assertThat(parse("retry-after-ms", "1500")).contains(Duration.ofMillis(1500));
    assertThat(parse("retry-after", "Thu, 1 Jan 2026 00:02:00 GMT"))
        .contains(Duration.ofMinutes(2));
  }

  @Test
  void formsThatSomeServersUseAreUnderstood() {
    assertThat(parse("retry-after", "20s")).contains(Duration.ofSeconds(20));
    assertThat(parse("retry-after", "1m30.5s")).contains(Duration.ofMillis(90_500));
    assertThat(parse("retry-after", "500ms")).contains(Duration.ofMillis(500));
    assertThat(parse("retry-after", "1d2h")).contains(Duration.ofHours(26));
    assertThat(parse("retry-after", "2026-01-01T00:02:00Z")).contains(Duration.ofMinutes(2));
    assertThat(parse("retry-after", "2026-01-01T02:02:00+02:00")).contains(Duration.ofMinutes(2));
    assertThat(parse("retry-after", "1e30").orElseThrow()).isGreaterThan(Duration.ofDays(36_500));
  }

  @Test
  void nonsenseAndThePastAreIgnored() {
    assertThat(parse("retry-after", "soon")).isEmpty();
    assertThat(parse("retry-after", "")).isEmpty();
    assertThat(parse("retry-after", "-3")).isEmpty();
    assertThat(parse("retry-after", "NaN")).isEmpty();
    assertThat(parse("retry-after", "Wed, 31 Dec 2025 23:00:00 GMT")).isEmpty();
    assertThat(RetryAfter.of(name -> List.of(), NOW)).isEmpty();
  }

  private static Optional<Duration> parse(String header, String value) {
    return RetryAfter.of(name -> Map.of(header, List.of(value)).getOrDefault(name, List.of()), NOW);
  }
}

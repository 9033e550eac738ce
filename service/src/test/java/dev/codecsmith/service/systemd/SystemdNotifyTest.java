package dev.codecsmith.service.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemdNotifyTest {
  private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private SystemdNotify notify(Optional<Duration> watchdog) {
    return new SystemdNotify(Optional.of(told::add), watchdog);
  }

  @Test
  void readyBeatsAndTheEndAreToldInSystemdsWords() throws Exception {
    try (SystemdNotify notify = notify(MINUTE)) {
      notify.ready(() -> "0 running", Optional::empty);
      notify.beat(() -> "1 running", Optional::empty);
    }
    assertThat(told)
        .containsExactly(
            "READY=1\nSTATUS=0 running",
            "WATCHDOG=1\nSTATUS=1 running",
            "STOPPING=1\nSTATUS=It is ending.\nEXTEND_TIMEOUT_USEC=30000000");
  }

  @Test
  void aProcessThatIsNotWellDoesNotSayThatItIsAlive() {
    try (SystemdNotify notify = notify(MINUTE)) {
      assertThat(notify.beat(() -> "1 running", () -> Optional.of("Nobody\nanswers."))).isFalse();
      assertThat(
              notify.beat(
                  () -> "1 running",
                  () -> {
                    throw new IllegalStateException("no answer");
                  }))
          .isFalse();
    }
    assertThat(told.remove()).isEqualTo("STATUS=Not well: Nobody answers.");
    assertThat(told).noneMatch(message -> message.contains("WATCHDOG"));
  }

  @Test
  void oneBeatThatFailsIsTriedAgainSoonEnoughToBeHeardInTime() {
    try (SystemdNotify notify = notify(MINUTE)) {
      assertThat(notify.pauseAfter(true)).isEqualTo(Duration.ofSeconds(30));
      assertThat(notify.pauseAfter(false)).isEqualTo(Duration.ofSeconds(3));
    }
  }

  @Test
  void beatsComeByThemselvesUntilTheEnd() throws Exception {
    try (SystemdNotify notify = notify(Optional.of(Duration.ofMillis(2)))) {
      notify.ready(() -> "idle", Optional::empty);
      assertThat(told.take()).startsWith("READY=1");
      assertThat(told.take()).startsWith("WATCHDOG=1");
      assertThat(told.take()).startsWith("WATCHDOG=1");
    }
  }

  @Test
  void withoutAWatchdogOnlyTheStatusIsTold() {
    try (SystemdNotify notify = notify(Optional.empty())) {
      notify.beat(() -> "1 running", Optional::empty);
    }
    assertThat(told.remove()).isEqualTo("STATUS=1 running");
  }

  @Test
  void whereSystemdDidNotAskNothingIsLookedAt() {
    try (SystemdNotify notify = new SystemdNotify(Optional.empty(), MINUTE)) {
      notify.ready(
          () -> {
            throw new AssertionError("asked for a status");
          },
          Optional::empty);
    }
  }

  @Test
  void aSocketThatIsGoneEndsNothing() {
    SystemdNotify notify =
        new SystemdNotify(
            Optional.of(message -> {
              throw new IOException("Connection refused");
            }),
            MINUTE);
    notify.beat(() -> "1 running", Optional::empty);
    notify.close();
  }

  @Test
  void theWatchdogIsThisProcessesOnlyIfItIsNamed() {
    assertThat(SystemdNotify.watchdog(Map.of("WATCHDOG_USEC", "60000000"), 7)).isEqualTo(MINUTE);
    assertThat(SystemdNotify.watchdog(Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "7"), 7))
        .isEqualTo(MINUTE);
    for (Map<String, String> none :
        List.of(
            Map.<String, String>of(),
            Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "8"),
            Map.of("WATCHDOG_USEC", "0"),
            Map.of("WATCHDOG_USEC", "soon"))) {
      assertThat(SystemdNotify.watchdog(none, 7)).isEmpty();
    }
  }
}

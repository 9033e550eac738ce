package dev.codecsmith.service.systemd;

import dev.codecsmith.sandbox.posix.UnixDatagrams;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how a service of {@code Type=notify} is, in the words of sd_notify(3): that it is
 * ready, what it does, that it ends, and, where the unit has {@code WatchdogSec=}, that it is
 * alive. systemd ends and restarts a service that does not say so in time. Where systemd did not
 * ask ({@code NOTIFY_SOCKET} is not set), nothing is told and nothing runs.
 */
public final class SystemdNotify implements AutoCloseable {
  /** How often the status is told where no watchdog wants more. */
  private static final Duration STATUS_PERIOD = Duration.ofSeconds(30);

  /** An end takes less ({@code cli.output.Interruption}), so what takes longer hangs. */
  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(SystemdNotify.class);

  private final Optional<Socket> socket;
  private final Optional<Duration> watchdog;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Where messages go. */
  @FunctionalInterface
  interface Socket {
    void send(String message) throws IOException;
  }

  SystemdNotify(Optional<Socket> socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /** As the environment of this process wants it. */
  public static SystemdNotify ofEnvironment() {
    Map<String, String> environment = System.getenv();
    return new SystemdNotify(
        Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
            .map(address -> message -> UnixDatagrams.send(address, message)),
        watchdog(environment, ProcessHandle.current().pid()));
  }

  /**
   * Within which time systemd wants to hear that the process is alive, sd_watchdog_enabled(3).
   *
   * @param pid this process, which may be another one than that which is watched
   */
  static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    String period = environment.getOrDefault("WATCHDOG_USEC", "");
    String watched = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    return period.matches("[1-9]\\d{0,17}") && watched.equals(Long.toString(pid))
        ? Optional.of(Duration.of(Long.parseLong(period), ChronoUnit.MICROS))
        : Optional.empty();
  }

  /**
   * Says that the service is ready, and from now on what it does, and that it is alive as long as
   * it is.
   *
   * @param status what it does, in a line
   * @param trouble why it does not work, in a sentence; empty where it does. It must find that out
   *     by using what others use, and may take some seconds
   */
  public void ready(Supplier<String> status, Supplier<Optional<String>> trouble) {
    if (socket.isEmpty()) {
      return;
    }
    send("READY=1\nSTATUS=" + line(status.get()));
    Thread _ =
        Thread.ofPlatform()
            .daemon()
            .name("systemd")
            .start(() -> {
              try {
                boolean well = true;
                while (!closed.await(pauseAfter(well).toNanos(), TimeUnit.NANOSECONDS)) {
                  well = beat(status, trouble);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Half of what systemd waits for; where one beat failed there is time for some more. */
  Duration pauseAfter(boolean well) {
    Duration period = watchdog.map(limit -> limit.dividedBy(2)).orElse(STATUS_PERIOD);
    return well ? period : period.dividedBy(10);
  }

  /** Says that it is alive, unless it is not. Returns whether it is. */
  boolean beat(Supplier<String> status, Supplier<Optional<String>> trouble) {
    try {
      Optional<String> found = trouble.get();
      if (found.isPresent()) {
        log.error("this process is not well: {}", found.get());
        send("STATUS=Not well: " + line(found.get()));
        return false;
      }
      send((watchdog.isPresent() ? "WATCHDOG=1\n" : "") + "STATUS=" + line(status.get()));
      return true;
    } catch (RuntimeException e) {
      log.error("this process cannot tell how it is", e);
      return false;
    }
  }

  /** A line feed would begin another assignment. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private void send(String message) {
    try {
      if (socket.isPresent()) {
        socket.get().send(message);
      }
    } catch (IOException | IllegalArgumentException e) {
      log.warn("systemd was not told {}: {}", message.lines().findFirst().orElse(""), e.toString());
    }
  }

  /** Says that the process is ending, and how long that may take. */
  @Override
  public void close() {
    closed.countDown();
    send("STOPPING=1\nSTATUS=It is ending.\nEXTEND_TIMEOUT_USEC=" + LONGEST_END.toNanos() / 1000);
  }
}

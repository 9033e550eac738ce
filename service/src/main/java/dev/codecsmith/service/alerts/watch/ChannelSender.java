package dev.codecsmith.service.alerts.watch;

import dev.codecsmith.service.alerts.AlertChannel;
import dev.codecsmith.service.alerts.watch.AlertMemory.Undelivered;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what waits for one channel, in order, on a thread of its own. A channel that fails is
 * tried again with growing pauses; its fault is logged once, until it works again.
 */
final class ChannelSender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChannelSender.class);

  private final AlertChannel channel;
  private final AlertMemory memory;
  private final FailsafeExecutor<Object> attempts;
  private final Thread thread;

  /** Whether there is something that has not been looked at. */
  private boolean awake = true;

  private boolean failing;

  private volatile boolean closed;

  private ChannelSender(AlertChannel channel, AlertMemory memory, Patience patience) {
    this.channel = channel;
    this.memory = memory;
    this.attempts =
        Failsafe.with(
            RetryPolicy.builder()
                .withBackoff(patience.firstPause(), patience.longestPause())
                .withJitter(0.2)
                .withMaxRetries(-1)
                .abortOn(_ -> closed)
                .withMaxDuration(patience.total())
                .onFailedAttempt(attempt -> failed(attempt.getLastException()))
                .build(),
            Timeout.builder(patience.answer()).withInterrupt().build());
    this.thread = Thread.ofVirtual().name("alerts-" + channel.id()).unstarted(this::run);
  }

  /** Begins to deliver what waits in the memory. */
  static ChannelSender start(AlertChannel channel, AlertMemory memory, Patience patience) {
    ChannelSender sender = new ChannelSender(channel, memory, patience);
    memory.onSent(sender::wake);
    sender.thread.start();
    return sender;
  }

  private synchronized void wake() {
    awake = true;
    notifyAll();
  }

  private void run() {
    try {
      while (true) {
        Optional<Undelivered> next = memory.state().firstFor(channel.id());
        if (next.isPresent()) {
          deliver(next.get());
        } else {
          rest();
        }
      }
    } catch (InterruptedException _) {
      // It is closed; what has not arrived stays in the memory.
      return;
    }
  }

  private void deliver(Undelivered next) throws InterruptedException {
    try {
      attempts.run(() -> channel.tell(next.alert()));
      worked();
    } catch (RuntimeException e) {
      if (closed) {
        throw new InterruptedException();
      }
      log.warn("{} was not reached in time; given up: {}", channel.name(), next.alert().title(), e);
    }
    memory.delivered(next);
  }

  private synchronized void failed(Throwable fault) {
    if (closed) {
      return;
    }
    if (!failing) {
      log.warn(
          "{} does not take alerts; the last {} are sent again until it does: {}",
          channel.name(),
          AlertMemory.MOST_WAITING,
          String.valueOf(fault));
    }
    failing = true;
    notifyAll();
  }

  private synchronized void worked() {
    failing = false;
  }

  /** Nothing is left to deliver. */
  private synchronized void rest() throws InterruptedException {
    while (!awake) {
      notifyAll();
      wait();
    }
    awake = false;
  }

  /** Waits until all is delivered, the channel fails, or the time is over. */
  synchronized void drain(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!failing && memory.state().firstFor(channel.id()).isPresent()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      wait(Math.max(1, left / 1_000_000));
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    channel.close();
  }
}

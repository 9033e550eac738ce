package dev.codecsmith.store.lease;

import dev.codecsmith.sandbox.posix.BootClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Time by the machine's clocks. */
final class SystemTime implements MonotonicTime {
  private final LongSupplier sinceBoot;
  private final LongSupplier ofTheDay;
  private long boot;
  private long day;
  private long passed;

  /**
   * @param sinceBoot in nanoseconds; goes on while the machine is suspended
   * @param ofTheDay in nanoseconds; may be set, forward when the machine of a guest was stopped
   */
  SystemTime(LongSupplier sinceBoot, LongSupplier ofTheDay) {
    this.sinceBoot = sinceBoot;
    this.ofTheDay = ofTheDay;
    this.boot = sinceBoot.getAsLong();
    this.day = ofTheDay.getAsLong();
  }

  static SystemTime ofThisMachine() {
    return new SystemTime(
        BootClock::nanos, () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public synchronized long longestNanos() {
    long bootNow = sinceBoot.getAsLong();
    long dayNow = ofTheDay.getAsLong();
    passed += Math.max(bootNow - boot, dayNow - day);
    boot = bootNow;
    day = dayNow;
    return passed;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }
}

package dev.codecsmith.service.alerts;

import java.time.Duration;

/**
 * From when on something is wrong.
 *
 * @param stalledAfter a campaign in which nothing has ended for so long has stalled
 * @param budgetShare of a budget that may be spent without a word, 0 to 1
 * @param failureShare of the last experiments that failed, from which on that is told, 0 to 1
 * @param failureWindow how many experiments those are
 * @param leastFreeBytes of the data folder's disk
 */
public record AlertSettings(
    Duration stalledAfter,
    double budgetShare,
    double failureShare,
    int failureWindow,
    long leastFreeBytes) {

  /** Half an hour, 80 % of the budget, 16 of the last 20 experiments, 2 GiB. */
  public static final AlertSettings STANDARD =
      new AlertSettings(Duration.ofMinutes(30), 0.8, 0.8, 20, 2L << 30);

  /** The same with another time and another disk space. */
  public AlertSettings with(Duration stalled, long freeBytes) {
    return new AlertSettings(stalled, budgetShare, failureShare, failureWindow, freeBytes);
  }
}

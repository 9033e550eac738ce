package dev.codecsmith.service.orchestrator;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;

/** How long the campaign that runs is left alone after a fault: the longer, the more in a row. */
final class FaultPauses {
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** From so many faults in a row on, which are some minutes, a person is told. */
  static final int TOLD_FROM = 4;

  private final IntFunction<Duration> pauses;
  private int inARow;

  /**
   * @param pauses by how many faults in a row there were
   */
  FaultPauses(IntFunction<Duration> pauses) {
    this.pauses = pauses;
  }

  /** 30 seconds, twice as long each time, 10 minutes at most. */
  static FaultPauses standard() {
    return new FaultPauses(FaultPauses::standard);
  }

  static Duration standard(int inARow) {
    Duration pause = FIRST.multipliedBy(1L << Math.min(inARow - 1, 10));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  /**
   * After another fault.
   *
   * @param begun when the campaign was begun; what ran for long was not kept from going on
   */
  Duration next(Instant begun, Instant now) {
    inARow = Duration.between(begun, now).compareTo(LONGEST) < 0 ? inARow + 1 : 1;
    return pauses.apply(inARow);
  }

  /** Before it is looked again whether another process still runs a campaign. */
  Duration elsewhere() {
    return pauses.apply(1);
  }

  /** Whether it has been going on for so long that a person should know. */
  boolean areMany() {
    return inARow >= TOLD_FROM;
  }

  /** The campaign has ended. */
  void forget() {
    inARow = 0;
  }
}

package dev.codecsmith.service.limits;

import dev.codecsmith.service.worker.MemoryBudget;

/**
 * What a server keeps to, whatever is sent to it and however much at once.
 *
 * @param memory for bodies, until what they ask for is done
 * @param streams how many event streams it sends at once
 */
public record ServerLimits(MemoryBudget memory, int streams) {
  private static final int STREAMS = 256;

  /**
   * The usual ones of this process.
   *
   * @param followed how many streams its own work takes, beyond the usual
   */
  public static ServerLimits usual(int followed) {
    return new ServerLimits(MemoryBudget.ofHeap(), STREAMS + followed);
  }
}

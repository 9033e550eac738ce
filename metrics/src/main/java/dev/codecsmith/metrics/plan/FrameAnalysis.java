package dev.codecsmith.metrics.plan;

import dev.codecsmith.metrics.picture.Picture;

/**
 * The heavy part of measuring a frame, cut into tasks that threads share.
 *
 * <p>A task writes only what belongs to it, and what is summed over tasks is summed in their order
 * afterwards, so that figures do not depend on the number of threads.
 */
public interface FrameAnalysis {

  /** The rounds of a frame; a round begins when every task of the round before has ended. */
  int rounds();

  /** The tasks of one round, which may run at the same time. */
  int tasks(int round);

  /**
   * Runs one task.
   *
   * @param worker who runs it, from 0 to before the number of threads: two tasks with the same
   *     worker never run at the same time, so scratch memory can belong to a worker
   */
  void run(int round, int task, int worker, Picture reference, Picture distorted);
}

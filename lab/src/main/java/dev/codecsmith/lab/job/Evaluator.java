package dev.codecsmith.lab.job;

import dev.codecsmith.sandbox.InfrastructureException;

/**
 * Does jobs: measures anchors, tries programs, evaluates programs. Whoever asks does not know
 * whether the work is done in this process, in another one or on a fleet.
 *
 * <p>An evaluator takes what a job names from an artifact store and leaves there what its answer
 * names. It needs no experiment store, and keeps nothing from one call to the next that another
 * process would lack: what it keeps only saves time. All methods are safe for all threads.
 */
public interface Evaluator {

  /**
   * Does a job. An interrupt of the calling thread ends it, and every process that it had started.
   *
   * @param heartbeats told how far the job is, and of everything that took long to measure as soon
   *     as it is measured; from several threads
   * @return what came of it; a fault of the program is an answer, not an exception
   * @throws JobLostException if it was lost with whoever did it, and is to be done anew
   * @throws InfrastructureException if the machine, the disk or a tool failed, for now or {@link
   *     InfrastructureException#isLasting() lastingly}; or what {@code heartbeats} threw
   */
  <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException;

  /**
   * Waits until jobs can be done, so that nothing is spent on programs that nobody can evaluate.
   * Where the work is done in this process, that is now.
   */
  default void awaitReady() throws InterruptedException {}
}

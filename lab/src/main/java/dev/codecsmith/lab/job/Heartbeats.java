package dev.codecsmith.lab.job;

import dev.codecsmith.sandbox.InfrastructureException;

/** Hears the heartbeats of a job; from several threads. */
@FunctionalInterface
public interface Heartbeats {

  /**
   * Hears one.
   *
   * @throws InfrastructureException if the job is to end at once, since its answer would be in
   *     vain; it ends with this fault
   */
  void hear(Heartbeat heartbeat) throws InfrastructureException;

  /** Looks away. */
  static Heartbeats none() {
    return heartbeat -> {};
  }
}

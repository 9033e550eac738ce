package dev.codecsmith.cluster.client;

/** Told of a fleet that comes and goes. */
public interface FleetListener {
  /**
   * Work can be done.
   *
   * @param about who does it, in words
   */
  void up(String about);

  /**
   * It cannot.
   *
   * @param reason in a sentence
   */
  void down(String reason);

  /** It cannot, and something waits for it. */
  void waiting();

  /**
   * Work waits that no worker is fit for; other work goes on.
   *
   * @param work in words
   * @param reason and what to do, in sentences
   */
  default void missing(String work, String reason) {}

  /** A worker is fit for that work, or none of it waits any more. */
  default void found(String work) {}
}

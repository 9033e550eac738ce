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
}

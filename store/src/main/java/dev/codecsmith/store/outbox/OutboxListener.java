package dev.codecsmith.store.outbox;

/** Told once when the store goes away, and once when it is back. */
public interface OutboxListener {

  /**
   * It is away; what is written waits.
   *
   * @param reason in a sentence
   */
  void away(String reason);

  /**
   * It is back.
   *
   * @param delivered how many writes had waited
   */
  void back(int delivered);
}

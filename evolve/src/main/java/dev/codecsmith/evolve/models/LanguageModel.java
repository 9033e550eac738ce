package dev.codecsmith.evolve.models;

/**
 * Something that answers a prompt with text.
 *
 * <p>Implementations may be called from many threads at once. A passing fault (overload, rate
 * limit, cut connection) is retried inside, visibly in the campaign's events; what surfaces as a
 * {@link ModelException} is an infrastructure fault and never a result of the model.
 */
public interface LanguageModel {

  /**
   * What the model is called in records, statistics and prices. Two models of one campaign have
   * different names.
   */
  String name();

  /**
   * Asks once and waits for the whole reply.
   *
   * @throws ModelException when there is no reply; its message is a sentence for a person
   * @throws InterruptedException when the caller's thread is interrupted; the call is abandoned at
   *     once and whatever the server charged for it is lost
   */
  ModelReply ask(ModelRequest request) throws ModelException, InterruptedException;
}

package dev.codecsmith.evolve.models.fake;

/**
 * A call in the server's account.
 *
 * @param number the request's number
 * @param wire in which format
 * @param model which model was asked for
 * @param fingerprint equal for equal requests, see {@link FakeRequest#fingerprint()}
 * @param prompt all text of the prompt
 * @param outcome what came of it
 * @param tokens what a real server would have charged, also for a reply that did not arrive
 * @param fault what went wrong by order, empty if nothing
 */
public record ServedCall(
    int number,
    FakeRequest.Wire wire,
    String model,
    String fingerprint,
    String prompt,
    Outcome outcome,
    FakeTokens tokens,
    String fault) {

  /** What came of a call. */
  public enum Outcome {
    /** The whole reply was written to the connection. */
    DELIVERED,
    /** A fault was ordered, and the caller has no whole reply. */
    FAULTED,
    /** The caller was gone before the reply was written. */
    CALLER_GONE
  }
}

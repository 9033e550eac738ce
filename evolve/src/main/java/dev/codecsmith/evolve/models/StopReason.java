package dev.codecsmith.evolve.models;

/** Why a reply ended. */
public enum StopReason {
  /** The model said all it wanted to say. */
  COMPLETE,
  /** The output limit or the context window ended it: the text stops in the middle. */
  CUT_OFF,
  /** The model or the server's filter declined; the text, if any, is no answer. */
  REFUSED,
  /** The reply ended normally and holds no text; it cannot be continued as a conversation. */
  EMPTY
}

package dev.codecsmith.evolve.models.server;

import dev.codecsmith.evolve.models.AttemptReply;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.retry.AttemptFault;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Puts a reply together from what a server sends in one format. For one attempt. */
interface ReplyReader {

  /** The most characters that a reply may have; a server that sends more never ends. */
  long MOST_CHARS = 16_000_000;

  /**
   * Takes the next part of a stream, or the reply as a whole. A part that is of no use is passed
   * over.
   *
   * @throws AttemptFault if the server says in it that the reply has failed
   */
  void read(JsonNode part) throws AttemptFault;

  /** Takes note that nothing more follows, as the server said. */
  void end();

  /** Whether the server said that nothing more follows. */
  boolean ended();

  /** Whether the text is all there, though something may follow, such as a count of tokens. */
  boolean complete();

  /** Whether the server began to answer in its own format. */
  boolean begun();

  /** What has arrived so far, thinking included. */
  long characters();

  /** Tokens reported so far. */
  Optional<TokenUsage> usage();

  /**
   * The reply; empty if it broke off.
   *
   * @param requestId the server's name for the exchange, may be empty
   */
  Optional<AttemptReply> answer(String requestId);
}

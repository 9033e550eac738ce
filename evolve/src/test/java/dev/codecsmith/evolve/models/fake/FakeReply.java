package dev.codecsmith.evolve.models.fake;

import java.util.Optional;

/**
 * What the server shall answer.
 *
 * @param text the reply
 * @param ending how it ends
 * @param tokens what to report; empty counts a token for every four characters begun and lets
 *     marked prefixes be cached
 * @param fault what goes wrong instead, or on the way
 */
public record FakeReply(
    String text, Ending ending, Optional<FakeTokens> tokens, Optional<Fault> fault) {

  /** How a reply ends. */
  public enum Ending {
    NORMAL,
    OUTPUT_LIMIT,
    REFUSAL
  }

  public static FakeReply text(String text) {
    return new FakeReply(text, Ending.NORMAL, Optional.empty(), Optional.empty());
  }

  /** The model declines. */
  public static FakeReply refusal(String text) {
    return new FakeReply(text, Ending.REFUSAL, Optional.empty(), Optional.empty());
  }

  /** The reply stops in the middle at the output limit. */
  public static FakeReply cutOff(String text) {
    return new FakeReply(text, Ending.OUTPUT_LIMIT, Optional.empty(), Optional.empty());
  }

  /** A reply without text. */
  public static FakeReply empty() {
    return text("");
  }

  /** A reply whose search/replace block names a line that no program holds. */
  public static FakeReply wrongEdit() {
    return text(
        """
        FILE: Main.java
        <<<<<<< SEARCH
        this line stands in no program
        =======
        this one will not either
        >>>>>>> REPLACE
        """);
  }

  public FakeReply counting(FakeTokens counts) {
    return new FakeReply(text, ending, Optional.of(counts), fault);
  }

  public FakeReply with(Fault wrong) {
    return new FakeReply(text, ending, tokens, Optional.of(wrong));
  }
}

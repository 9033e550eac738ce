package dev.codecsmith.evolve.prompts;

/**
 * Guesses how many tokens a model counts for a text. English prose is commonly put at four
 * characters a token; source code, with its short names, digits and punctuation, takes more tokens.
 * The guess is one token for three UTF-8 bytes, on the high side for prose, so that a prompt that
 * fits the budget by this count fits the model too. What a call did cost is what the model reports,
 * never this.
 */
public final class TokenEstimate {
  private static final int BYTES_PER_TOKEN = 3;

  private TokenEstimate() {}

  public static int of(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
    }
    return (int) ((bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
  }
}

package dev.codecsmith.service.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A secret that callers show in the header {@code Authorization} (RFC 6750, 2.1).
 *
 * @param text the secret
 */
public record BearerToken(String text) {
  private static final String SCHEME = "Bearer ";
  private static final int RANDOM_BYTES = 16;

  /** One that nobody else has. */
  public static BearerToken made() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return new BearerToken(HexFormat.of().formatHex(random));
  }

  /**
   * Whether it is the one that is shown.
   *
   * @param authorization the header's value; empty where there is none
   */
  public boolean isShownIn(Optional<String> authorization) {
    byte[] given =
        authorization
            .filter(header -> header.startsWith(SCHEME))
            .map(header -> header.substring(SCHEME.length()).strip())
            .orElse("")
            .getBytes(StandardCharsets.UTF_8);
    // Takes as long for a token that is nearly right as for one that is not.
    return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), given);
  }

  @Override
  public String toString() {
    return "BearerToken[…]";
  }
}

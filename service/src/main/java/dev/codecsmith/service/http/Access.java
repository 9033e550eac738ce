package dev.codecsmith.service.http;

import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who shows the token. {@code /health} tells everybody whether the process is there. */
final class Access {
  private static final Logger log = LoggerFactory.getLogger(Access.class);

  private final Optional<byte[]> token;

  Access(Optional<String> token) {
    this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  void check(Context context) {
    if (token.isEmpty() || context.path().equals("/health")) {
      return;
    }
    String shown = Optional.ofNullable(context.header("Authorization")).orElse("");
    byte[] given =
        shown.startsWith("Bearer ")
            ? shown.substring("Bearer ".length()).strip().getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    // Takes as long for a token that is nearly right as for one that is not.
    if (!MessageDigest.isEqual(token.get(), given)) {
      log.warn("refused {} without the token: {}", context.ip(), context.method());
      throw new UnauthorizedResponse();
    }
  }
}

package dev.codecsmith.service.http;

import dev.codecsmith.service.protocol.BearerToken;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Lets in who shows the token. {@code /health} tells everybody whether the process is there. Where
 * no token is asked for, the web pages that a browser of this machine shows are kept out.
 */
final class Access {
  private final String host;
  private final Optional<BearerToken> token;
  private final Predicate<String> others;

  /**
   * @param others paths that check by themselves who asks
   */
  Access(HttpSettings settings, Predicate<String> others) {
    this.others = others;
    this.host = settings.host();
    this.token = settings.token().map(BearerToken::new);
  }

  void check(Context context) {
    if (others.test(context.path())) {
      return;
    }
    checkPages(context);
    if (token.isEmpty() || context.path().equals("/health")) {
      return;
    }
    if (!token.get().isShownIn(Optional.ofNullable(context.header("Authorization")))) {
      throw new UnauthorizedResponse();
    }
  }

  /**
   * A browser sends to this machine what any page asks it to: it tells whose page that is (RFC
   * 6454, 7), or, where the page's name was made to mean this machine, asks for that name.
   */
  private void checkPages(Context context) {
    String asked = Optional.ofNullable(context.header("Host")).orElse("");
    String origin = Optional.ofNullable(context.header("Origin")).orElse("");
    // Where https ends at a proxy before this server, the page's scheme is another than the
    // request's.
    if (!origin.isEmpty() && !origin.matches("https?://" + Pattern.quote(asked))) {
      throw new ForbiddenResponse("Web pages of others are not answered.");
    }
    if (token.isEmpty() && !asked.isEmpty() && !isThisMachine(asked)) {
      throw new ForbiddenResponse(
          "Without a token only requests to localhost or a loopback address are answered.");
    }
  }

  private boolean isThisMachine(String asked) {
    try {
      String name = Optional.ofNullable(URI.create("http://" + asked).getHost()).orElse("");
      return name.equalsIgnoreCase("localhost")
          || name.equalsIgnoreCase(host)
          || InetAddress.ofLiteral(name).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

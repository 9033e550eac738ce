package dev.codecsmith.dashboard.http;

import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.service.protocol.BearerToken;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What holds for every request: it names this very server, who changes something shows the token,
 * and its answer tells the browser to trust nothing but this server's own files.
 *
 * <p>The token comes in a header that no page of another server can have a browser send. Where
 * reading needs it too, a browser cannot send it with a stream of events or a download: who has
 * shown the token gets a cookie, which lets read and nothing else.
 */
final class Guard {
  /** A browser does not tell ports apart, so the port of the server stands behind it. */
  private static final String COOKIE = "codecsmith_reader_";

  /** No page of another server may show, run or fetch anything of this one. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** This server's own page, and a person who typed the address. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final BearerToken token;
  private final boolean isOfThisMachine;
  private final Set<String> open;
  private final BearerToken reader = BearerToken.made();

  /**
   * @param token what is shown by who changes something
   * @param isOfThisMachine whether only this machine is listened to, where everybody may read
   * @param open paths that tell nothing of any campaign
   */
  Guard(BearerToken token, boolean isOfThisMachine, Set<String> open) {
    this.token = token;
    this.isOfThisMachine = isOfThisMachine;
    this.open = Set.copyOf(open);
  }

  void check(Context context) throws Refusal {
    context
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin");
    checkOrigin(context);
    checkSite(context);
    boolean reads = Set.of("GET", "HEAD").contains(context.req().getMethod());
    boolean isLetIn =
        reads
            ? isOfThisMachine || open.contains(context.path()) || isReader(context)
            : showsToken(context);
    if (!isLetIn) {
      throw new UnauthorizedResponse();
    }
    if (!reads && !isOfThisMachine) {
      context.cookie(cookie(context));
    }
  }

  private boolean showsToken(Context context) {
    return token.isShownIn(Optional.ofNullable(context.header("Authorization")));
  }

  private boolean isReader(Context context) {
    Optional<String> shown = Optional.ofNullable(context.cookie(cookieName(context)));
    return showsToken(context) || reader.isShownIn(shown.map(text -> "Bearer " + text));
  }

  private static String cookieName(Context context) {
    return COOKIE + context.req().getLocalPort();
  }

  private Cookie cookie(Context context) {
    Cookie cookie = new Cookie(cookieName(context), reader.text());
    cookie.setHttpOnly(true);
    cookie.setSecure(context.scheme().equals("https") || isOfAnHttpsPage(context));
    cookie.setSameSite(SameSite.STRICT);
    return cookie;
  }

  /** Also where https ends before this server, at a proxy. */
  private static boolean isOfAnHttpsPage(Context context) {
    return Optional.ofNullable(context.header("Origin"))
        .filter(from -> from.startsWith("https://"))
        .isPresent();
  }

  /**
   * A page elsewhere, also at another port of this machine, could have this server read its store
   * again and again, though it is not shown what comes; a link to the page itself is let in. Every
   * browser in use says where a request comes from (Fetch Metadata); what says nothing is none.
   */
  private void checkSite(Context context) throws Refusal {
    Optional<String> site = Optional.ofNullable(context.header("Sec-Fetch-Site"));
    boolean isElsewhere = site.filter(from -> !OWN_SITES.contains(from)).isPresent();
    boolean followsALink =
        "navigate".equals(context.header("Sec-Fetch-Mode"))
            && "document".equals(context.header("Sec-Fetch-Dest"))
            && open.contains(context.path())
            && !context.path().startsWith("/api/");
    if (isElsewhere && !followsALink) {
      throw new Refusal(403, "Pages of other servers read nothing here.");
    }
  }

  /**
   * A page elsewhere may make its own name mean 127.0.0.1, and the browser then takes this server
   * for that page's; but it goes on sending that name (DNS rebinding). Beyond this machine nobody
   * knows by what names it is reached, and the token is wanted for everything. A proxy must pass on
   * the name that the browser asked for.
   */
  private void checkOrigin(Context context) throws Refusal {
    int port = context.req().getLocalPort();
    String asked = Optional.ofNullable(context.header("Host")).orElse("").toLowerCase(Locale.ROOT);
    // Who asks on the usual port leaves it out.
    String behind = port == (context.scheme().equals("https") ? 443 : 80) ? "" : ":" + port;
    // No name means another loopback address that is listened to, so none can be made to.
    String listening = context.req().getLocalAddr();
    boolean isNamed =
        Stream.of("localhost", "127.0.0.1", "[::1]", listening, "[" + listening + "]")
            .anyMatch(name -> asked.equals(name + behind));
    if (isOfThisMachine && !isNamed) {
      throw new Refusal(
          403, "Only http://127.0.0.1:" + port + "/ and http://localhost:" + port + "/ are here.");
    }
    Optional<String> origin = Optional.ofNullable(context.header("Origin"));
    if (origin.filter(from -> !from.endsWith("://" + asked)).isPresent()) {
      throw new Refusal(403, "Web pages of others are not answered.");
    }
  }
}

package dev.codecsmith.dashboard.http;

import dev.codecsmith.dashboard.requests.Refusal;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for every request: it reads, it names this very server, and its answer tells the
 * browser to trust nothing but this server's own files.
 */
final class Guard {
  /** No page of another server may show, run or fetch anything of this one. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Guard() {}

  static void check(Context context) throws Refusal {
    context
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin");
    checkHost(context);
    checkSite(context);
    if (!Set.of("GET", "HEAD").contains(context.req().getMethod())) {
      context.header("Allow", "GET, HEAD");
      throw new Refusal(405, "The dashboard only shows: GET and HEAD are answered.");
    }
  }

  /**
   * A page elsewhere could have this server read its store again and again, though it is not shown
   * what comes; a link to here is let in. Every browser in use says where a request comes from
   * (Fetch Metadata).
   */
  private static void checkSite(Context context) throws Refusal {
    boolean isElsewhere = "cross-site".equals(context.header("Sec-Fetch-Site"));
    if (isElsewhere && !"navigate".equals(context.header("Sec-Fetch-Mode"))) {
      throw new Refusal(403, "Pages of other servers read nothing here.");
    }
  }

  /**
   * A page elsewhere may make its own name mean 127.0.0.1, and the browser then takes this server
   * for that page's; but it goes on sending that name (DNS rebinding).
   */
  private static void checkHost(Context context) throws Refusal {
    int port = context.req().getLocalPort();
    String asked = Optional.ofNullable(context.header("Host")).orElse("").toLowerCase(Locale.ROOT);
    Set<String> names = Set.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port);
    if (!names.contains(asked)) {
      throw new Refusal(
          403, "Only http://127.0.0.1:" + port + "/ and http://localhost:" + port + "/ are here.");
    }
  }
}

package dev.codecsmith.evolve.models.server;

import java.util.List;
import java.util.function.Function;

/**
 * A server's answer whose HTTP status is an error, before an SDK has read it: they know only the
 * shapes of their maker's own server and throw at others. Unchecked, so that it passes through
 * them.
 */
final class RefusedAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Function<String, List<String>> headers;
  private final String body;

  /**
   * @param headers the values of a header by its name
   * @param body its text, which may be anything
   */
  RefusedAnswer(int status, Function<String, List<String>> headers, String body) {
    super("HTTP " + status);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  Function<String, List<String>> headers() {
    return headers;
  }

  String body() {
    return body;
  }
}

package dev.codecsmith.evolve.models;

import dev.codecsmith.evolve.models.ModelException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/**
 * What an HTTP status, a server's error code or a broken connection means, whoever's format it is.
 */
final class HttpFaults {

  /** Codes and types by which servers say that money, not time, is missing. */
  private static final Set<String> NO_CREDIT =
      Set.of(
          "insufficient_quota",
          "billing_error",
          "billing_hard_limit_reached",
          "contract_spend_limit_reached",
          "enforced_spend_limit_reached",
          "linked_organization_spend_limit_reached");

  private HttpFaults() {}

  /**
   * @param status the HTTP status, or 200 for an error that arrived within a stream
   * @param code the error's code or type as the server names it, may be empty
   * @param message the server's own sentence, may be empty
   */
  static Kind kind(int status, String code, String message) {
    if (NO_CREDIT.contains(code) || message.contains("credit balance is too low")) {
      return Kind.NO_CREDIT;
    }
    return switch (status) {
      case 401, 403 -> Kind.AUTHENTICATION;
      case 402 -> Kind.NO_CREDIT;
      case 408, 409, 425, 429 -> Kind.TRANSIENT;
      case 200 -> inStream(code);
      default -> status >= 500 ? Kind.TRANSIENT : Kind.BAD_REQUEST;
    };
  }

  /** Within a stream there is no status left to say it by. */
  private static Kind inStream(String code) {
    return switch (code) {
      case "invalid_request_error", "not_found_error", "request_too_large" -> Kind.BAD_REQUEST;
      case "authentication_error", "permission_error" -> Kind.AUTHENTICATION;
      default -> Kind.TRANSIENT;
    };
  }

  /**
   * What happened, one clause.
   *
   * @param key which key was sent, see {@link #keyWords}
   */
  static String sentence(int status, String code, String message, String key) {
    String what = message.isBlank() ? "no message" : message.strip();
    return switch (kind(status, code, message)) {
      case AUTHENTICATION ->
          "the server does not accept %s (HTTP %d: %s)".formatted(key, status, what);
      case NO_CREDIT ->
          "the account has no credit or has reached its spending limit (HTTP %d: %s)"
              .formatted(status, what);
      case BAD_REQUEST ->
          status == 404
              ? "the server does not know the model or the address (HTTP 404: %s)".formatted(what)
              : "the server refuses the request (HTTP %d: %s)".formatted(status, what);
      default ->
          status == 200
              ? "the server broke the reply off (%s: %s)".formatted(code, what)
              : "HTTP %d%s (%s)".formatted(status, meaning(status), what);
    };
  }

  /** How a sentence speaks of the key, so that the user knows where to look. */
  static String keyWords(Optional<ApiKey> key, String variable) {
    return key.map(present -> "the key from " + present.source())
        .orElse("a request without a key, set " + variable + " or name a file that holds one");
  }

  private static String meaning(int status) {
    return switch (status) {
      case 429 -> ", too many requests";
      case 500 -> ", server error";
      case 503 -> ", service unavailable";
      case 529 -> ", overloaded";
      default -> "";
    };
  }

  /** Whether the failure means that no connection came about. */
  static boolean unreachable(Throwable failure) {
    return causes(failure)
        .anyMatch(cause ->
            cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                || (cause instanceof SocketTimeoutException
                    && lowerMessage(cause).contains("connect")));
  }

  /** What a broken connection is called. */
  static String connectionSentence(Throwable failure, boolean replyBegun) {
    IOException cause =
        causes(failure)
            .filter(IOException.class::isInstance)
            .map(IOException.class::cast)
            .reduce((outer, inner) -> inner)
            .orElseGet(() -> new IOException(String.valueOf(failure.getMessage())));
    if (cause instanceof UnknownHostException) {
      return "there is no host of that name (%s)".formatted(cause.getMessage());
    }
    if (unreachable(failure)) {
      return "no connection (%s)".formatted(cause.getMessage());
    }
    // OkHttp says a time limit by an InterruptedIOException, somewhere in the chain.
    if (causes(failure).anyMatch(InterruptedIOException.class::isInstance)) {
      return replyBegun
          ? "the server fell silent in the middle of the reply"
          : "the server did not answer in time";
    }
    return "the connection was cut %s (%s)"
        .formatted(
            replyBegun ? "in the middle of the reply" : "before the reply", cause.getMessage());
  }

  private static String lowerMessage(Throwable failure) {
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(10);
  }
}

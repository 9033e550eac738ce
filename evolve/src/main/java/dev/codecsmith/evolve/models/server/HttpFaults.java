package dev.codecsmith.evolve.models.server;

import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.wire.ServerError;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
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

  /** Codes and types that say the same as an HTTP status, for answers whose status says nothing. */
  private static final Set<String> REFUSALS =
      Set.of(
          "invalid_request_error",
          "invalid_argument",
          "not_found_error",
          "not_found",
          "model_not_found",
          "request_too_large",
          "context_length_exceeded",
          "badrequesterror");

  private static final Set<String> NOT_ADMITTED =
      Set.of(
          "authentication_error",
          "permission_error",
          "invalid_api_key",
          "unauthenticated",
          "permission_denied");

  private HttpFaults() {}

  /**
   * What an error means for a call.
   *
   * @param status the HTTP status; one below 400 says nothing, so that the error's own word counts
   */
  static Kind kind(int status, ServerError error) {
    boolean unpaid =
        error.codes().stream().anyMatch(NO_CREDIT::contains)
            || error.message().contains("credit balance is too low");
    if (unpaid) {
      return Kind.NO_CREDIT;
    }
    if (status < 400) {
      return error.status().isPresent() ? kind(error.status().getAsInt()) : kind(error.codes());
    }
    return kind(status);
  }

  private static Kind kind(int status) {
    return switch (status) {
      case 401, 403 -> Kind.AUTHENTICATION;
      case 402 -> Kind.NO_CREDIT;
      case 408, 409, 425, 429 -> Kind.TRANSIENT;
      default -> status >= 500 ? Kind.TRANSIENT : Kind.BAD_REQUEST;
    };
  }

  private static Kind kind(List<String> codes) {
    List<String> words = codes.stream().map(code -> code.toLowerCase(Locale.ROOT)).toList();
    if (words.stream().anyMatch(NOT_ADMITTED::contains)) {
      return Kind.AUTHENTICATION;
    }
    return words.stream().anyMatch(REFUSALS::contains) ? Kind.BAD_REQUEST : Kind.TRANSIENT;
  }

  /**
   * What happened, one clause.
   *
   * @param key which key was sent, see {@link #keyWords}
   */
  static String sentence(int status, ServerError error, String key) {
    int meant = status < 400 ? error.status().orElse(status) : status;
    String what = "HTTP %d: %s".formatted(meant, error.words());
    return switch (kind(status, error)) {
      case AUTHENTICATION -> "the server does not accept %s (%s)".formatted(key, what);
      case NO_CREDIT ->
          "the account has no credit or has reached its spending limit (%s)".formatted(what);
      case BAD_REQUEST ->
          meant == 404
              ? "the server does not know the model or the address (%s)".formatted(what)
              : "the server refuses the request (%s)".formatted(what);
      default -> status(meant, error);
    };
  }

  /** A status with its meaning and the server's words. */
  static String status(int status, ServerError error) {
    return "HTTP %d%s (%s)".formatted(status, meaning(status), error.words());
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

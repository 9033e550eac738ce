package dev.codecsmith.evolve.models.fake;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What can go wrong between a model and its caller. */
public sealed interface Fault {

  /**
   * An HTTP error in the format's own words.
   *
   * @param code the status
   * @param type the error's type, such as {@code overloaded_error}
   * @param message the error's sentence
   * @param retryAfter sent as Retry-After, in seconds
   */
  record Status(int code, String type, String message, Optional<Duration> retryAfter)
      implements Fault {}

  /** The connection is closed before a single byte of the answer. */
  record CutBeforeHeaders() implements Fault {}

  /**
   * The connection is closed in the middle of the reply.
   *
   * @param politely whether as if the reply were complete, instead of abruptly
   */
  record CutMidReply(boolean politely) implements Fault {}

  /** The stream ends half-way with an error event. */
  record ErrorEvent(String type, String message) implements Fault {}

  /** The reply is whole and comes piece by piece, with a pause before each. */
  record SlowStream(Duration pause) implements Fault {}

  /** Half of the reply, then silence until the caller gives up. */
  record Stall() implements Fault {}

  /** An event whose JSON does not parse. */
  record MalformedJson() implements Fault {}

  /** A page of HTML with status 200, as a wrong address gives. */
  record NotTheApi() implements Fault {}

  /**
   * An answer as it stands, for what no format foresees.
   *
   * @param status the HTTP status
   * @param type the content's type
   * @param body the whole body
   * @param headers further headers
   */
  record Raw(int status, String type, String body, Map<String, String> headers) implements Fault {
    public Raw {
      headers = Map.copyOf(headers);
    }
  }

  static Status rateLimited(Duration retryAfter) {
    return new Status(429, "rate_limit_error", "too many requests", Optional.of(retryAfter));
  }

  static Status rateLimited() {
    return new Status(429, "rate_limit_error", "too many requests", Optional.empty());
  }

  static Status overloaded() {
    return new Status(529, "overloaded_error", "Overloaded", Optional.empty());
  }

  static Status serverError() {
    return new Status(500, "api_error", "internal error", Optional.empty());
  }

  static Status badRequest(String message) {
    return new Status(400, "invalid_request_error", message, Optional.empty());
  }

  static Status unknownModel() {
    return new Status(404, "not_found_error", "model: nothing of that name", Optional.empty());
  }

  static Status wrongKey() {
    return new Status(401, "authentication_error", "invalid x-api-key", Optional.empty());
  }

  static Status noCredit() {
    return new Status(
        400,
        "invalid_request_error",
        "Your credit balance is too low to access the API",
        Optional.empty());
  }
}

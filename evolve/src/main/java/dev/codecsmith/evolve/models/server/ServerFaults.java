package dev.codecsmith.evolve.models.server;

import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.retry.AttemptFault;
import dev.codecsmith.evolve.models.wire.ServerError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes faults of an attempt from what a server, the connection to it or an SDK says. */
final class ServerFaults {
  private static final List<String> REQUEST_IDS = List.of("request-id", "x-request-id");
  private static final int IN_THE_ANSWER = 200;

  private final CallClock clock;
  private final String key;

  /**
   * @param key the key that is sent
   * @param variable where a missing key would be looked for
   */
  ServerFaults(CallClock clock, Optional<ApiKey> key, String variable) {
    this.clock = clock;
    this.key = HttpFaults.keyWords(key, variable);
  }

  /** The server's name for an exchange; empty if it gives none. */
  static String requestId(Function<String, List<String>> headers) {
    return REQUEST_IDS.stream()
        .flatMap(name -> headers.apply(name).stream())
        .findFirst()
        .orElse("");
  }

  /** An HTTP error. */
  AttemptFault of(RefusedAnswer refused, ReplyReader reader) {
    ServerError error = ServerError.ofBody(refused.body());
    Optional<Duration> wait = RetryAfter.of(refused.headers(), clock.now());
    // Some servers say their rate limits by 403 or 413: who names a time will answer then.
    Kind said = HttpFaults.kind(refused.status(), error);
    boolean later = wait.isPresent() && refused.status() != 401 && said != Kind.NO_CREDIT;
    String id = requestId(refused.headers());
    return new AttemptFault(
        later ? Kind.TRANSIENT : said,
        (later
                ? HttpFaults.status(refused.status(), error)
                : HttpFaults.sentence(refused.status(), error, key))
            + (id.isEmpty() ? "" : ", request " + id),
        wait,
        reader.usage(),
        refused);
  }

  /** An error within an answer whose status is good. */
  AttemptFault of(ServerError error, ReplyReader reader) {
    Kind kind = HttpFaults.kind(IN_THE_ANSWER, error);
    String sentence =
        kind == Kind.TRANSIENT
            ? "the server %s (%s%s)"
                .formatted(
                    reader.begun() ? "broke the reply off" : "answered with an error",
                    error.name().isEmpty() ? "" : error.name() + ": ",
                    error.words())
            : HttpFaults.sentence(IN_THE_ANSWER, error, key);
    return new AttemptFault(kind, sentence, Optional.empty(), reader.usage(), null);
  }

  /** A connection that did not come about or broke. */
  AttemptFault of(IOException broken, ReplyReader reader) {
    return new AttemptFault(
        HttpFaults.unreachable(broken) ? Kind.UNREACHABLE : Kind.TRANSIENT,
        HttpFaults.connectionSentence(broken, reader.begun()),
        Optional.empty(),
        reader.usage(),
        broken);
  }

  /** Whatever an SDK threw while it sent the question. */
  AttemptFault of(RuntimeException thrown, ReplyReader reader) {
    if (thrown instanceof RefusedAnswer refused) {
      return of(refused, reader);
    }
    Optional<IOException> broken =
        Stream.iterate((Throwable) thrown, cause -> cause != null, Throwable::getCause)
            .limit(10)
            .filter(IOException.class::isInstance)
            .map(IOException.class::cast)
            .findFirst();
    return broken
        .map(cause -> of(cause, reader))
        .orElseGet(() ->
            new AttemptFault(
                Kind.TRANSIENT,
                "the question could not be sent (%s)".formatted(thrown.getMessage()),
                Optional.empty(),
                reader.usage(),
                thrown));
  }

  /** An answer that is not in the server's own format. */
  AttemptFault malformed(String sentence, ReplyReader reader) {
    return new AttemptFault(Kind.MALFORMED, sentence, Optional.empty(), reader.usage(), null);
  }
}

package dev.codecsmith.evolve.models.calls;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.codecsmith.evolve.models.Attempt;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A call and all that is to be known of it: what was asked, what came back, tokens, dollars, time
 * and every attempt.
 *
 * @param key which call it was
 * @param at when it ended
 * @param request what was asked
 * @param outcome what came of it
 */
public record ModelCall(CallKey key, Instant at, ModelRequest request, Outcome outcome) {

  // Of a line in a log, which may come from another version, a field may be missing.
  public ModelCall {
    requireNonNull(key, "key");
    requireNonNull(at, "at");
    requireNonNull(request, "request");
    requireNonNull(outcome, "outcome");
  }

  /** What came of a call. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Replied.class, name = "replied"),
    @JsonSubTypes.Type(value = Failed.class, name = "failed")
  })
  public sealed interface Outcome {}

  /** There is a reply. */
  public record Replied(ModelReply reply) implements Outcome {
    public Replied {
      requireNonNull(reply, "reply");
    }
  }

  /**
   * There is none, though tokens were used.
   *
   * @param kind what kind of fault ended it
   * @param message the sentence the user read
   * @param attempts what was tried
   */
  public record Failed(ModelException.Kind kind, String message, List<Attempt> attempts)
      implements Outcome {

    public Failed {
      attempts = List.copyOf(attempts);
    }
  }

  /** The reply, if there is one. */
  public Optional<ModelReply> reply() {
    return outcome instanceof Replied(ModelReply reply) ? Optional.of(reply) : Optional.empty();
  }

  /** What it took: tokens and dollars, as far as known. */
  CallLog.Entry entry() {
    return switch (outcome) {
      case Replied(ModelReply reply) ->
          new CallLog.Entry(key, true, reply.usage(), reply.costUsd());
      case Failed(ModelException.Kind kind, String message, List<Attempt> attempts) ->
          new CallLog.Entry(
              key,
              false,
              attempts.stream().anyMatch(attempt -> attempt.usage().isPresent())
                  ? Optional.of(Attempt.totalUsage(attempts))
                  : Optional.empty(),
              Attempt.totalCostUsd(attempts));
    };
  }
}

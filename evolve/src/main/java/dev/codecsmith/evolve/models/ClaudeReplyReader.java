package dev.codecsmith.evolve.models;

import com.anthropic.core.JsonField;
import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.RawMessageDeltaEvent;
import com.anthropic.models.messages.RawMessageStartEvent;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Usage;
import dev.codecsmith.evolve.models.ModelException.Kind;
import java.util.Optional;

/**
 * Puts a reply together from the events of the Messages API's stream. Token counts come with the
 * first event and are corrected by the last ones, so that a reply that was cut still tells what its
 * prompt cost.
 */
final class ClaudeReplyReader {
  private static final long MOST_CHARS = 16_000_000;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private String model;
  private String requestId = "";
  private Optional<TokenUsage> usage = Optional.empty();
  private Optional<String> stop = Optional.empty();
  private Optional<String> stopDetail = Optional.empty();
  private boolean begun;
  private boolean ended;

  ClaudeReplyReader(String askedModel) {
    this.model = askedModel;
  }

  void requestId(String id) {
    requestId = id;
  }

  /**
   * Takes the next part.
   *
   * @throws AttemptFault if the reply is longer than any that is meant
   */
  void read(RawMessageStreamEvent event) throws AttemptFault {
    if (characters() > MOST_CHARS) {
      throw fault(Kind.MALFORMED, "the reply has more than %d characters".formatted(MOST_CHARS));
    }
    begun = true;
    event.messageStart().ifPresent(this::start);
    event
        .contentBlockDelta()
        .ifPresent(block -> {
          block.delta().text().ifPresent(delta -> text.append(delta.text()));
          block.delta().thinking().ifPresent(delta -> reasoning.append(delta.thinking()));
        });
    event.messageDelta().ifPresent(this::end);
    ended |= event.isMessageStop();
  }

  /** Whether the server began to answer in its own format. */
  boolean begun() {
    return begun;
  }

  /** What has arrived so far, thinking included. */
  long characters() {
    return (long) text.length() + reasoning.length();
  }

  /** Tokens reported so far. */
  Optional<TokenUsage> usage() {
    return usage;
  }

  Answer answer() throws AttemptFault {
    if (!begun) {
      throw fault(Kind.MALFORMED, "the answer is no stream of events");
    }
    if (!ended || stop.isEmpty()) {
      throw fault(Kind.TRANSIENT, "the connection was cut in the middle of the reply");
    }
    return new Answer(
        text.toString(),
        reasoning.toString(),
        reason(stop.get()),
        stopDetail,
        usage,
        model,
        requestId);
  }

  private StopReason reason(String named) throws AttemptFault {
    return switch (named) {
      case "end_turn", "stop_sequence" -> Answer.normalEnd(text.toString());
      case "max_tokens", "model_context_window_exceeded" -> StopReason.CUT_OFF;
      case "refusal" -> StopReason.REFUSED;
      default ->
          throw fault(
              Kind.MALFORMED, "the reply ended for a reason not known here (%s)".formatted(named));
    };
  }

  private void start(RawMessageStartEvent event) {
    model = event.message().model().asString();
    Usage first = event.message().usage();
    known(first._outputTokens())
        .ifPresent(output ->
            usage =
                Optional.of(
                    new TokenUsage(
                        known(first._inputTokens()).orElse(0L),
                        known(first._cacheReadInputTokens()).orElse(0L),
                        known(first._cacheCreationInputTokens()).orElse(0L),
                        output)));
  }

  /** The counts of a delta are totals, not increments; those it leaves out stand. */
  private void end(RawMessageDeltaEvent event) {
    stop = event.delta().stopReason().map(reason -> reason.asString()).or(() -> stop);
    stopDetail =
        event.delta().stopDetails().flatMap(details -> details.explanation()).or(() -> stopDetail);
    MessageDeltaUsage last = event.usage();
    TokenUsage before = usage.orElse(TokenUsage.NONE);
    known(last._outputTokens())
        .ifPresent(output ->
            usage =
                Optional.of(
                    new TokenUsage(
                        known(last._inputTokens()).orElse(before.input()),
                        known(last._cacheReadInputTokens()).orElse(before.cachedInput()),
                        known(last._cacheCreationInputTokens()).orElse(before.cacheWrite()),
                        output)));
  }

  private AttemptFault fault(Kind kind, String sentence) {
    return new AttemptFault(kind, sentence, Optional.empty(), usage, null);
  }

  private static Optional<Long> known(JsonField<Long> count) {
    return count.asKnown();
  }
}

package dev.codecsmith.evolve.models.server;

import dev.codecsmith.evolve.models.AttemptReply;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.wire.JsonFields;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * Puts a reply together from the events of the Messages API's stream, or from one whole message.
 * Token counts come with the first event and are corrected by the last ones, so that a reply that
 * was cut still tells what its prompt cost.
 *
 * <p>Other servers of this format leave the events' names, the last event or the reason out. A
 * reply is complete when the server gives a reason, whatever its word, or says that nothing more
 * follows.
 */
final class ClaudeReplyReader implements ReplyReader {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private String model;
  private String stop = "";
  private Optional<String> stopDetail = Optional.empty();
  private Optional<TokenUsage> usage = Optional.empty();
  private boolean begun;
  private boolean ended;

  ClaudeReplyReader(String askedModel) {
    this.model = askedModel;
  }

  @Override
  public void read(JsonNode event) {
    switch (JsonFields.text(event, "type").orElse("")) {
      case "message_start" -> message(event.path("message"));
      case "message" -> message(event);
      case "content_block_start" -> block(event.path("content_block"));
      case "content_block_delta" -> block(event.path("delta"));
      case "message_delta" -> {
        begun = true;
        stop(event.path("delta"));
        count(event.path("usage"));
      }
      case "message_stop" -> {
        begun = true;
        ended = true;
      }
      default -> {
        // Such as ping; what is new in the format is no part of the text.
      }
    }
  }

  @Override
  public void end() {
    ended = true;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public boolean complete() {
    return ended || !stop.isEmpty();
  }

  @Override
  public boolean begun() {
    return begun;
  }

  @Override
  public long characters() {
    return (long) text.length() + reasoning.length();
  }

  @Override
  public Optional<TokenUsage> usage() {
    return usage;
  }

  @Override
  public Optional<AttemptReply> answer(String requestId) {
    return complete()
        ? Optional.of(
            new AttemptReply(
                text.toString(),
                reasoning.toString(),
                reason(),
                stopDetail,
                usage,
                model,
                requestId))
        : Optional.empty();
  }

  private StopReason reason() {
    return switch (stop) {
      case "max_tokens", "model_context_window_exceeded", "length" -> StopReason.CUT_OFF;
      case "refusal", "content_filter" -> StopReason.REFUSED;
      default -> AttemptReply.normalEnd(text.toString());
    };
  }

  /** The beginning of a message, or all of it. */
  private void message(JsonNode message) {
    begun = true;
    JsonFields.text(message, "model").filter(name -> !name.isBlank()).ifPresent(n -> model = n);
    for (JsonNode block : message.path("content")) {
      block(block);
    }
    stop(message);
    count(message.path("usage"));
  }

  /** A block or what is new of one: text, or thinking. */
  private void block(JsonNode block) {
    begun = true;
    JsonFields.text(block, "text").ifPresent(text::append);
    JsonFields.text(block, "thinking").ifPresent(reasoning::append);
  }

  private void stop(JsonNode delta) {
    JsonFields.text(delta, "stop_reason")
        .filter(reason -> !reason.isBlank())
        .ifPresent(reason -> stop = reason);
    stopDetail = JsonFields.text(delta.path("stop_details"), "explanation").or(() -> stopDetail);
  }

  /** Counts are totals, not increments; those that are left out stand. */
  private void count(JsonNode reported) {
    OptionalLong output = JsonFields.count(reported, "output_tokens");
    OptionalLong input = JsonFields.count(reported, "input_tokens");
    if (output.isPresent() || input.isPresent()) {
      TokenUsage before = usage.orElse(TokenUsage.NONE);
      usage =
          Optional.of(
              new TokenUsage(
                  input.orElse(before.input()),
                  JsonFields.count(reported, "cache_read_input_tokens")
                      .orElse(before.cachedInput()),
                  JsonFields.count(reported, "cache_creation_input_tokens")
                      .orElse(before.cacheWrite()),
                  output.orElse(before.output())));
    }
  }
}

package dev.codecsmith.evolve.models.server;

import dev.codecsmith.evolve.models.AttemptReply;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.retry.AttemptFault;
import dev.codecsmith.evolve.models.wire.JsonFields;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Puts a reply together from the chunks of a chat completion, or from one whole completion. Tokens
 * come with the last chunk, if the server reports them at all; OpenAI counts cached tokens within
 * the prompt's, which is undone here.
 *
 * <p>Other servers leave fields out, set them to null, and end a reply for reasons of their own. A
 * reply is complete when the server gives a reason, whatever its word, or says that nothing more
 * follows.
 */
final class OpenAiReplyReader implements ReplyReader {
  private static final Set<String> CUT_OFF =
      Set.of("length", "max_tokens", "max_output_tokens", "model_length", "token_limit");
  private static final Set<String> REFUSED =
      Set.of("content_filter", "content_filtered", "safety", "recitation", "sensitive", "refusal");
  private static final Set<String> FAILED =
      Set.of("error", "abort", "aborted", "network_error", "insufficient_system_resource");

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private String model;
  private String finish = "";
  private Optional<TokenUsage> usage = Optional.empty();
  private boolean begun;
  private boolean ended;

  OpenAiReplyReader(String askedModel) {
    this.model = askedModel;
  }

  @Override
  public void read(JsonNode chunk) throws AttemptFault {
    JsonNode choice = chunk.path("choices").path(0);
    begun |= chunk.path("choices").isArray();
    // A whole reply has a message where a chunk has what is new of one.
    JsonNode said = choice.path("delta").isObject() ? choice.path("delta") : choice.path("message");
    append(said.path("content"), text);
    JsonFields.text(said, "refusal").ifPresent(refusal::append);
    JsonFields.text(said, "reasoning_content")
        .or(() -> JsonFields.text(said, "reasoning"))
        .ifPresent(reasoning::append);
    // Some servers say "" with every chunk and mean that it goes on.
    JsonFields.text(choice, "finish_reason")
        .filter(reason -> !reason.isBlank())
        .ifPresent(reason -> finish = reason.strip().toLowerCase(Locale.ROOT));
    JsonFields.text(chunk, "model").filter(name -> !name.isBlank()).ifPresent(name -> model = name);
    usage =
        Stream.of(chunk.path("usage"), choice.path("usage"), chunk.path("x_groq").path("usage"))
            .map(OpenAiReplyReader::tokens)
            .flatMap(Optional::stream)
            .findFirst()
            .or(() -> usage);
    if (FAILED.contains(finish)) {
      throw new AttemptFault(
          Kind.TRANSIENT,
          "the server broke the reply off (%s)".formatted(finish),
          Optional.empty(),
          usage,
          null);
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
    return ended || !finish.isEmpty();
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
                Optional.of(refusal.toString()).filter(words -> !words.isEmpty()),
                usage,
                model,
                requestId))
        : Optional.empty();
  }

  private StopReason reason() {
    if (!refusal.isEmpty() || REFUSED.contains(finish)) {
      return StopReason.REFUSED;
    }
    return CUT_OFF.contains(finish) ? StopReason.CUT_OFF : AttemptReply.normalEnd(text.toString());
  }

  /** Content is a text or, of some servers, a list of parts, of which some are thinking. */
  private void append(JsonNode content, StringBuilder to) {
    if (content.isString()) {
      to.append(content.stringValue());
    } else if (content.isArray()) {
      for (JsonNode part : content) {
        append(part, to);
      }
    } else if (content.path("thinking").isArray() || content.path("thinking").isString()) {
      append(content.path("thinking"), reasoning);
    } else {
      JsonFields.text(content, "text").ifPresent(to::append);
    }
  }

  private static Optional<TokenUsage> tokens(JsonNode reported) {
    OptionalLong prompt = JsonFields.count(reported, "prompt_tokens");
    OptionalLong output = JsonFields.count(reported, "completion_tokens");
    if (prompt.isEmpty() && output.isEmpty()) {
      return Optional.empty();
    }
    JsonNode details = reported.path("prompt_tokens_details");
    long cached = JsonFields.count(details, "cached_tokens").orElse(0);
    long written = JsonFields.count(details, "cache_write_tokens").orElse(0);
    return Optional.of(
        new TokenUsage(
            Math.max(0, prompt.orElse(0) - cached - written), cached, written, output.orElse(0)));
  }
}

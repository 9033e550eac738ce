package dev.codecsmith.evolve.models;

import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.completions.CompletionUsage;
import dev.codecsmith.evolve.models.ModelException.Kind;
import java.util.Optional;

/**
 * Puts a reply together from the chunks of a chat completion. Tokens come with the last chunk, if
 * the server reports them at all; OpenAI counts cached tokens within the prompt's, which is undone
 * here.
 */
final class OpenAiReplyReader {
  private static final long MOST_CHARS = 16_000_000;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private String model;
  private String requestId = "";
  private Optional<String> finish = Optional.empty();
  private Optional<TokenUsage> usage = Optional.empty();
  private boolean begun;

  OpenAiReplyReader(String askedModel) {
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
  void read(ChatCompletionChunk chunk) throws AttemptFault {
    if (characters() > MOST_CHARS) {
      throw fault(Kind.MALFORMED, "the reply has more than %d characters".formatted(MOST_CHARS));
    }
    for (ChatCompletionChunk.Choice choice : chunk.choices()) {
      ChatCompletionChunk.Choice.Delta delta = choice.delta();
      delta.content().ifPresent(text::append);
      delta.refusal().ifPresent(refusal::append);
      thinking(delta).ifPresent(reasoning::append);
      finish = choice.finishReason().map(reason -> reason.asString()).or(() -> finish);
    }
    begun = true;
    chunk._model().asKnown().ifPresent(named -> model = named);
    usage = chunk.usage().map(OpenAiReplyReader::tokens).or(() -> usage);
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
    if (finish.isEmpty()) {
      throw fault(Kind.TRANSIENT, "the connection was cut in the middle of the reply");
    }
    return new Answer(
        text.toString(),
        reasoning.toString(),
        reason(finish.get()),
        Optional.of(refusal.toString()).filter(words -> !words.isEmpty()),
        usage,
        model,
        requestId);
  }

  private StopReason reason(String named) throws AttemptFault {
    if (!refusal.isEmpty()) {
      return StopReason.REFUSED;
    }
    return switch (named) {
      case "stop" -> Answer.normalEnd(text.toString());
      case "length" -> StopReason.CUT_OFF;
      case "content_filter" -> StopReason.REFUSED;
      default ->
          throw fault(
              Kind.MALFORMED, "the reply ended for a reason not known here (%s)".formatted(named));
    };
  }

  /** Not in OpenAI's own format; vLLM and Ollama name the field differently. */
  private static Optional<String> thinking(ChatCompletionChunk.Choice.Delta delta) {
    return OpenAiJson.text(delta._allProperties(), "reasoning_content")
        .or(() -> OpenAiJson.text(delta._allProperties(), "reasoning"));
  }

  private static TokenUsage tokens(CompletionUsage reported) {
    long cached =
        reported.promptTokensDetails().flatMap(details -> details.cachedTokens()).orElse(0L);
    long written =
        reported.promptTokensDetails().flatMap(details -> details.cacheWriteTokens()).orElse(0L);
    return new TokenUsage(
        Math.max(0, reported.promptTokens() - cached - written),
        cached,
        written,
        reported.completionTokens());
  }

  private AttemptFault fault(Kind kind, String sentence) {
    return new AttemptFault(kind, sentence, Optional.empty(), usage, null);
  }
}

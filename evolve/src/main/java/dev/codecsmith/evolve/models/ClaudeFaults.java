package dev.codecsmith.evolve.models;

import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicServiceException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import java.util.Optional;

/** Says in this package's words what the Anthropic SDK threw. */
final class ClaudeFaults {
  private final CallClock clock;
  private final String key;

  ClaudeFaults(CallClock clock, Optional<ApiKey> key) {
    this.clock = clock;
    this.key = HttpFaults.keyWords(key, ClaudeModel.KEY_VARIABLE);
  }

  AttemptFault from(AnthropicException failure, ClaudeReplyReader reader) {
    return switch (failure) {
      case AnthropicServiceException answer -> fromAnswer(answer, reader);
      case AnthropicIoException broken ->
          new AttemptFault(
              HttpFaults.unreachable(broken) ? Kind.UNREACHABLE : Kind.TRANSIENT,
              HttpFaults.connectionSentence(broken, reader.begun()),
              Optional.empty(),
              reader.usage(),
              broken);
      case AnthropicInvalidDataException malformed ->
          new AttemptFault(
              Kind.MALFORMED,
              "the answer is not in the format of the Messages API",
              Optional.empty(),
              reader.usage(),
              malformed);
      default ->
          new AttemptFault(
              Kind.TRANSIENT,
              String.valueOf(failure.getMessage()),
              Optional.empty(),
              reader.usage(),
              failure);
    };
  }

  private AttemptFault fromAnswer(AnthropicServiceException answer, ClaudeReplyReader reader) {
    String code =
        answer.errorCode().or(() -> answer.type().map(type -> type.asString())).orElse("");
    String message = answer.apiMessage().orElse("");
    String id = answer.requestId().map(name -> ", request " + name).orElse("");
    return new AttemptFault(
        HttpFaults.kind(answer.statusCode(), code, message),
        HttpFaults.sentence(answer.statusCode(), code, message, key) + id,
        RetryAfter.of(name -> answer.headers().values(name), clock.now()),
        reader.usage(),
        answer);
  }
}

package dev.codecsmith.evolve.models;

import com.openai.core.JsonObject;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import java.util.Optional;

/** Says in this package's words what the OpenAI SDK threw. */
final class OpenAiFaults {
  private final CallClock clock;
  private final String key;

  OpenAiFaults(CallClock clock, Optional<ApiKey> key) {
    this.clock = clock;
    this.key = HttpFaults.keyWords(key, OpenAiModel.KEY_VARIABLE);
  }

  AttemptFault from(OpenAIException failure, OpenAiReplyReader reader) {
    return switch (failure) {
      case OpenAIServiceException answer -> fromAnswer(answer, reader);
      case OpenAIIoException broken ->
          new AttemptFault(
              HttpFaults.unreachable(broken) ? Kind.UNREACHABLE : Kind.TRANSIENT,
              HttpFaults.connectionSentence(broken, reader.begun()),
              Optional.empty(),
              reader.usage(),
              broken);
      case OpenAIInvalidDataException malformed ->
          new AttemptFault(
              Kind.MALFORMED,
              "the answer is not in the format of chat completions",
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

  private AttemptFault fromAnswer(OpenAIServiceException answer, OpenAiReplyReader reader) {
    String code = answer.code().or(answer::type).orElse("");
    String message = message(answer);
    String id =
        answer.headers().values("x-request-id").stream()
            .findFirst()
            .map(name -> ", request " + name)
            .orElse("");
    return new AttemptFault(
        HttpFaults.kind(answer.statusCode(), code, message),
        HttpFaults.sentence(answer.statusCode(), code, message, key) + id,
        RetryAfter.of(name -> answer.headers().values(name), clock.now()),
        reader.usage(),
        answer);
  }

  /** Servers put the sentence into the error or, some, right into the body. */
  private static String message(OpenAIServiceException answer) {
    return answer.body() instanceof JsonObject body
        ? OpenAiJson.text(body.values(), "message").orElse("")
        : "";
  }
}

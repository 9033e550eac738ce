package dev.codecsmith.evolve.models.server;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.JsonValue;
import com.openai.core.LogLevel;
import com.openai.core.Timeout;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.codecsmith.evolve.models.AttemptReply;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.Message;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.retry.AttemptFault;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.models.retry.CallRetry;
import java.net.URI;
import java.util.Optional;

/**
 * Any server that speaks OpenAI's chat completions (OpenAI, vLLM, Ollama, llama.cpp, LM Studio and
 * many more). Requests are made and sent by the official SDK, replies are streamed and read by
 * {@link ServerAnswer}, since most of these servers answer a little otherwise than OpenAI's. They
 * cache prompts by themselves, so cache marks are not sent.
 */
public final class OpenAiModel implements LanguageModel {
  public static final URI DEFAULT_BASE_URL = URI.create("https://api.openai.com/v1");

  /** Where the key is looked for. */
  public static final String KEY_VARIABLE = "OPENAI_API_KEY";

  private final ServerSettings settings;
  private final boolean openAiItself;
  private final LazyValue<OpenAIClient> client;
  private final ServerFaults faults;
  private final CallRetry retries;

  /**
   * @param key empty for a server that asks for none
   */
  public OpenAiModel(ServerSettings settings, Optional<ApiKey> key, CallPolicy policy) {
    this.settings = settings;
    URI baseUrl = settings.baseUrl().orElse(DEFAULT_BASE_URL);
    this.openAiItself = DEFAULT_BASE_URL.getHost().equals(baseUrl.getHost());
    this.client = new LazyValue<>(() -> client(settings, baseUrl, key));
    this.faults = new ServerFaults(policy.clock(), key, KEY_VARIABLE);
    this.retries = new CallRetry(settings.name(), settings.model(), baseUrl.toString(), policy);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public ModelReply ask(ModelRequest request) throws ModelException, InterruptedException {
    ChatCompletionCreateParams params = params(request);
    return retries.ask(request, ignored -> InterruptibleCall.run(() -> attempt(params, request)));
  }

  private static OpenAIClient client(ServerSettings settings, URI baseUrl, Optional<ApiKey> key) {
    Timeout timeout =
        Timeout.builder().read(settings.silence()).request(settings.attempt()).build();
    ClientOptions.Builder options =
        ClientOptions.builder()
            .httpClient(new OpenAiTransport(OkHttpClient.builder().timeout(timeout).build()))
            .baseUrl(baseUrl.toString())
            .timeout(timeout)
            .maxRetries(0)
            .logLevel(LogLevel.OFF);
    // The SDK insists on a key; without the header it stays here.
    key.ifPresentOrElse(
        present -> options.apiKey(present.secret()),
        () -> options.apiKey("none").removeHeaders("Authorization"));
    return new OpenAIClientImpl(options.build());
  }

  private AttemptReply attempt(ChatCompletionCreateParams params, ModelRequest request)
      throws AttemptFault {
    OpenAiReplyReader reader = new OpenAiReplyReader(settings.model());
    try (HttpResponse response =
        client.get().chat().completions().withRawResponse().createStreaming(params)) {
      String id = ServerFaults.requestId(response.headers()::values);
      return new ServerAnswer(faults, reader, so -> retries.writing(request, so), id)
          .read(response.body());
    } catch (OpenAIException | RefusedAnswer e) {
      throw faults.of(e, reader);
    }
  }

  private ChatCompletionCreateParams params(ModelRequest request) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder()
            .model(settings.model())
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
    // OpenAI's newer models refuse the old name, most other servers know no other.
    params.putAdditionalBodyProperty(
        openAiItself ? "max_completion_tokens" : "max_tokens",
        JsonValue.from(request.maxOutputTokens()));
    if (!request.systemText().isEmpty()) {
      params.addSystemMessage(request.systemText());
    }
    for (Message message : request.messages()) {
      switch (message.role()) {
        case USER -> params.addUserMessage(message.text());
        case ASSISTANT -> params.addAssistantMessage(message.text());
      }
    }
    request.temperature().ifPresent(params::temperature);
    return params.build();
  }
}

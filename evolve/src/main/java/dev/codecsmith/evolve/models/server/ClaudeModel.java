package dev.codecsmith.evolve.models.server;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.LogLevel;
import com.anthropic.core.Timeout;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.Interceptor;
import com.anthropic.errors.AnthropicException;
import com.anthropic.models.messages.CacheControlEphemeral;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.TextBlockParam;
import dev.codecsmith.evolve.models.AttemptReply;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.Message;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.Part;
import dev.codecsmith.evolve.models.retry.AttemptFault;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.models.retry.CallRetry;
import dev.codecsmith.evolve.models.wire.ServerBody;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Claude, or any server that speaks the Anthropic Messages API. Requests are made and sent by the
 * official SDK; answers are read by {@link ServerAnswer}, whatever shape a server gives them.
 *
 * <p>Replies are streamed, so that a long one does not run into a time limit and a cut connection
 * is noticed at once; a cut reply is asked for again as a whole. Marked prefixes are cached by the
 * server for five minutes, counted from their last use.
 */
public final class ClaudeModel implements LanguageModel {
  public static final URI DEFAULT_BASE_URL = URI.create("https://api.anthropic.com");

  /** Where the key is looked for. */
  public static final String KEY_VARIABLE = "ANTHROPIC_API_KEY";

  /** The API accepts no more cache marks in one request. */
  private static final int MOST_CACHE_MARKS = 4;

  private final ServerSettings settings;
  private final LazyValue<AnthropicClient> client;
  private final ServerFaults faults;
  private final CallRetry retries;

  public ClaudeModel(ServerSettings settings, ApiKey key, CallPolicy policy) {
    this.settings = settings;
    URI baseUrl = settings.baseUrl().orElse(DEFAULT_BASE_URL);
    this.client = new LazyValue<>(() -> client(settings, baseUrl, key));
    this.faults = new ServerFaults(policy.clock(), Optional.of(key), KEY_VARIABLE);
    this.retries = new CallRetry(settings.name(), settings.model(), baseUrl.toString(), policy);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public ModelReply ask(ModelRequest request) throws ModelException, InterruptedException {
    MessageCreateParams params = params(request);
    return retries.ask(request, ignored -> InterruptibleCall.run(() -> attempt(params, request)));
  }

  private static AnthropicClient client(ServerSettings settings, URI baseUrl, ApiKey key) {
    return AnthropicOkHttpClient.builder()
        .apiKey(key.secret())
        .baseUrl(baseUrl.toString())
        .timeout(Timeout.builder().read(settings.silence()).request(settings.attempt()).build())
        .maxRetries(0)
        .logLevel(LogLevel.OFF)
        .addInterceptor(
            Interceptor.syncOnly(
                (http, question, options) -> accepted(http.execute(question, options))))
        .build();
  }

  /** Takes HTTP errors out of the SDK's hands, see {@link RefusedAnswer}. */
  private static HttpResponse accepted(HttpResponse response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return response;
    }
    try (response) {
      throw new RefusedAnswer(
          status, response.headers()::values, ServerBody.ofError(response.body()));
    }
  }

  private AttemptReply attempt(MessageCreateParams params, ModelRequest request)
      throws AttemptFault {
    ClaudeReplyReader reader = new ClaudeReplyReader(settings.model());
    try (HttpResponse response =
        client.get().messages().withRawResponse().createStreaming(params)) {
      String id = ServerFaults.requestId(response.headers()::values);
      return new ServerAnswer(faults, reader, so -> retries.writing(request, so), id)
          .read(response.body());
    } catch (AnthropicException | RefusedAnswer e) {
      throw faults.of(e, reader);
    }
  }

  private MessageCreateParams params(ModelRequest request) {
    Set<Integer> marks = cacheMarks(request);
    List<TextBlockParam> system = new ArrayList<>();
    int index = 0;
    for (Part part : request.system()) {
      block(part, marks.contains(index++)).ifPresent(system::add);
    }
    MessageCreateParams.Builder params =
        MessageCreateParams.builder().model(settings.model()).maxTokens(request.maxOutputTokens());
    if (!system.isEmpty()) {
      params.systemOfTextBlockParams(system);
    }
    for (Message message : request.messages()) {
      List<ContentBlockParam> blocks = new ArrayList<>();
      for (Part part : message.parts()) {
        block(part, marks.contains(index++)).map(ContentBlockParam::ofText).ifPresent(blocks::add);
      }
      switch (message.role()) {
        case USER -> params.addUserMessageOfContentBlockParams(blocks);
        case ASSISTANT -> params.addAssistantMessageOfContentBlockParams(blocks);
      }
    }
    request
        .temperature()
        .ifPresent(value -> params.putAdditionalBodyProperty("temperature", JsonValue.from(value)));
    return params.build();
  }

  /** The server refuses a block without text. */
  private static Optional<TextBlockParam> block(Part part, boolean cached) {
    if (part.text().isEmpty()) {
      return Optional.empty();
    }
    TextBlockParam.Builder block = TextBlockParam.builder().text(part.text());
    if (cached) {
      block.cacheControl(CacheControlEphemeral.builder().build());
    }
    return Optional.of(block.build());
  }

  /**
   * Which parts, counted over system and messages, carry a cache mark. Of too many marks the first
   * stays, which most requests share, and the last ones, which cover the most text.
   */
  private static Set<Integer> cacheMarks(ModelRequest request) {
    List<Part> parts =
        Stream.concat(
                request.system().stream(),
                request.messages().stream().flatMap(message -> message.parts().stream()))
            .toList();
    List<Integer> marks = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).endsStablePrefix() && !parts.get(i).text().isEmpty()) {
        marks.add(i);
      }
    }
    while (marks.size() > MOST_CACHE_MARKS) {
      marks.subList(1, 2).clear();
    }
    return new HashSet<>(marks);
  }
}

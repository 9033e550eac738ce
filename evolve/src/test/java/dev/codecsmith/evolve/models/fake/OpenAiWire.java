package dev.codecsmith.evolve.models.fake;

import com.sun.net.httpserver.HttpExchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** OpenAI's chat completions. */
final class OpenAiWire implements WireFormat {

  @Override
  public FakeRequest parse(HttpExchange exchange, String body) {
    JsonNode json = FakeModelServer.JSON.readTree(body);
    List<FakeRequest.Segment> segments = new ArrayList<>();
    for (JsonNode message : json.path("messages")) {
      segments.add(
          new FakeRequest.Segment(
              message.path("role").asString(), message.path("content").asString(), false));
    }
    JsonNode temperature = json.path("temperature");
    JsonNode limit =
        json.has("max_tokens") ? json.path("max_tokens") : json.path("max_completion_tokens");
    return new FakeRequest(
        0,
        0,
        FakeRequest.Wire.OPENAI,
        json.path("model").asString(),
        segments,
        limit.asLong(),
        temperature.isNumber() ? OptionalDouble.of(temperature.asDouble()) : OptionalDouble.empty(),
        json.path("stream").asBoolean(false),
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
            .map(value -> value.replaceFirst("^Bearer ", ""))
            .orElse(""),
        body);
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }

  @Override
  public String whole(FakeRequest request, FakeReply reply, FakeTokens tokens) {
    Map<String, Object> fields = head(request, "chat.completion");
    fields.put(
        "choices",
        List.of(
            Map.of(
                "index",
                0,
                "message",
                Map.of("role", "assistant", "content", reply.text()),
                "finish_reason",
                finishReason(reply))));
    fields.put("usage", usage(tokens));
    return FakeModelServer.JSON.writeValueAsString(fields);
  }

  @Override
  public List<String> opening(FakeRequest request, FakeTokens tokens) {
    return List.of(chunk(request, Map.of("role", "assistant", "content", ""), Optional.empty()));
  }

  @Override
  public String piece(FakeRequest request, String text) {
    return chunk(request, Map.of("content", text), Optional.empty());
  }

  /** Tokens are told only to a caller who asks for them. */
  @Override
  public List<String> closing(FakeRequest request, FakeReply reply, FakeTokens tokens) {
    List<String> events = new ArrayList<>();
    events.add(chunk(request, Map.of(), Optional.of(finishReason(reply))));
    JsonNode options = FakeModelServer.JSON.readTree(request.body()).path("stream_options");
    if (options.path("include_usage").asBoolean(false) && !tokens.equals(FakeTokens.NONE)) {
      Map<String, Object> fields = head(request, "chat.completion.chunk");
      fields.put("choices", List.of());
      fields.put("usage", usage(tokens));
      events.add(event(fields));
    }
    events.add("data: [DONE]\n\n");
    return events;
  }

  @Override
  public String errorEvent(String type, String message) {
    return event(Map.of("error", Map.of("type", type, "message", message)));
  }

  @Override
  public String malformedEvent() {
    return "data: {\"id\": \"chatcmpl-1\", \"choices\": [{\"ind\n\n";
  }

  @Override
  public String error(String type, String message) {
    return FakeModelServer.JSON.writeValueAsString(
        Map.of("error", Map.of("type", type, "message", message)));
  }

  @Override
  public FakeTokens toldByOpening(FakeTokens tokens) {
    return FakeTokens.NONE;
  }

  private static String chunk(
      FakeRequest request, Map<String, Object> delta, Optional<String> finishReason) {
    Map<String, Object> choice = new LinkedHashMap<>();
    choice.put("index", 0);
    choice.put("delta", delta);
    choice.put("finish_reason", finishReason.orElse(null));
    Map<String, Object> fields = head(request, "chat.completion.chunk");
    fields.put("choices", List.of(choice));
    return event(fields);
  }

  private static Map<String, Object> head(FakeRequest request, String object) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", "chatcmpl-" + request.number());
    fields.put("object", object);
    fields.put("created", 0);
    fields.put("model", request.model());
    return fields;
  }

  /** OpenAI counts cached tokens within the prompt's. */
  private static Map<String, Object> usage(FakeTokens tokens) {
    long prompt = tokens.input() + tokens.cachedInput() + tokens.cacheWrite();
    return Map.of(
        "prompt_tokens",
        prompt,
        "completion_tokens",
        tokens.output(),
        "total_tokens",
        prompt + tokens.output(),
        "prompt_tokens_details",
        Map.of("cached_tokens", tokens.cachedInput(), "cache_write_tokens", tokens.cacheWrite()));
  }

  private static String finishReason(FakeReply reply) {
    return switch (reply.ending()) {
      case NORMAL -> "stop";
      case OUTPUT_LIMIT -> "length";
      case REFUSAL -> "content_filter";
    };
  }

  private static String event(Map<String, Object> fields) {
    return "data: " + FakeModelServer.JSON.writeValueAsString(fields) + "\n\n";
  }
}

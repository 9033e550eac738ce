package dev.codecsmith.evolve.models.fake;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** Anthropic's Messages API, version 2023-06-01. */
final class AnthropicWire implements WireFormat {

  @Override
  public FakeRequest parse(HttpExchange exchange, String body) {
    JsonNode json = FakeModelServer.JSON.readTree(body);
    List<FakeRequest.Segment> segments = new ArrayList<>();
    addContent(segments, "system", json.path("system"));
    for (JsonNode message : json.path("messages")) {
      addContent(segments, message.path("role").asString(), message.path("content"));
    }
    JsonNode temperature = json.path("temperature");
    return new FakeRequest(
        0,
        0,
        FakeRequest.Wire.ANTHROPIC,
        json.path("model").asString(),
        segments,
        json.path("max_tokens").asLong(),
        temperature.isNumber() ? OptionalDouble.of(temperature.asDouble()) : OptionalDouble.empty(),
        json.path("stream").asBoolean(false),
        key(exchange.getRequestHeaders()),
        body);
  }

  /** The API takes a key either way. */
  private static String key(Headers headers) {
    return Optional.ofNullable(headers.getFirst("x-api-key"))
        .or(() -> Optional.ofNullable(headers.getFirst("Authorization")))
        .map(value -> value.replaceFirst("^Bearer ", ""))
        .orElse("");
  }

  @Override
  public String requestIdHeader() {
    return "request-id";
  }

  @Override
  public String whole(FakeRequest request, FakeReply reply, FakeTokens tokens) {
    Map<String, Object> content = Map.of("type", "text", "text", reply.text());
    Map<String, Object> message =
        Map.of(
            "id",
            "msg_" + request.number(),
            "type",
            "message",
            "role",
            "assistant",
            "model",
            request.model(),
            "content",
            reply.text().isEmpty() ? List.of() : List.of(content),
            "stop_reason",
            stopReason(reply),
            "usage",
            usage(tokens));
    return FakeModelServer.JSON.writeValueAsString(message);
  }

  @Override
  public List<String> opening(FakeRequest request, FakeTokens tokens) {
    Map<String, Object> message =
        Map.of(
            "id",
            "msg_" + request.number(),
            "type",
            "message",
            "role",
            "assistant",
            "model",
            request.model(),
            "content",
            List.of(),
            "usage",
            usage(toldByOpening(tokens)));
    return List.of(
        event("message_start", Map.of("message", message)),
        event(
            "content_block_start",
            Map.of("index", 0, "content_block", Map.of("type", "text", "text", ""))),
        event("ping", Map.of()));
  }

  @Override
  public String piece(FakeRequest request, String text) {
    return event(
        "content_block_delta",
        Map.of("index", 0, "delta", Map.of("type", "text_delta", "text", text)));
  }

  @Override
  public List<String> closing(FakeRequest request, FakeReply reply, FakeTokens tokens) {
    return List.of(
        event("content_block_stop", Map.of("index", 0)),
        event(
            "message_delta",
            Map.of(
                "delta",
                Map.of("stop_reason", stopReason(reply)),
                "usage",
                Map.of("output_tokens", tokens.output()))),
        event("message_stop", Map.of()));
  }

  @Override
  public String errorEvent(String type, String message) {
    return event("error", Map.of("error", Map.of("type", type, "message", message)));
  }

  @Override
  public String malformedEvent() {
    return "event: content_block_delta\ndata: {\"type\": \"content_block_delta\", \"index\n\n";
  }

  @Override
  public String error(String type, String message) {
    return FakeModelServer.JSON.writeValueAsString(
        Map.of("type", "error", "error", Map.of("type", type, "message", message)));
  }

  /** The prompt is counted at once; of the output one token is announced. */
  @Override
  public FakeTokens toldByOpening(FakeTokens tokens) {
    return tokens.withOutput(Math.min(1, tokens.output()));
  }

  private static String stopReason(FakeReply reply) {
    return switch (reply.ending()) {
      case NORMAL -> "end_turn";
      case OUTPUT_LIMIT -> "max_tokens";
      case REFUSAL -> "refusal";
    };
  }

  private static Map<String, Object> usage(FakeTokens tokens) {
    return Map.of(
        "input_tokens",
        tokens.input(),
        "cache_read_input_tokens",
        tokens.cachedInput(),
        "cache_creation_input_tokens",
        tokens.cacheWrite(),
        "output_tokens",
        tokens.output());
  }

  private static String event(String type, Map<String, Object> fields) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("type", type);
    all.putAll(fields);
    return "event: " + type + "\ndata: " + FakeModelServer.JSON.writeValueAsString(all) + "\n\n";
  }

  /** Content is a string or a list of blocks. */
  private static void addContent(
      List<FakeRequest.Segment> segments, String role, JsonNode content) {
    if (content.isString()) {
      segments.add(new FakeRequest.Segment(role, content.asString(), false));
    }
    for (JsonNode block : content) {
      segments.add(
          new FakeRequest.Segment(
              role, block.path("text").asString(), block.hasNonNull("cache_control")));
    }
  }
}

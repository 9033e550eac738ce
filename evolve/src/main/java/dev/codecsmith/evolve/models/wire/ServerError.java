package dev.codecsmith.evolve.models.wire;

import dev.codecsmith.sandbox.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * An error as a server words it. Servers that speak the same format otherwise write errors in many
 * shapes: an object under {@code error} or none around it, a text, a list, {@code detail} with or
 * without places, codes that are numbers, texts or null, a page of HTML.
 *
 * @param codes what the error is called: its code, type and status, as far as they are words
 * @param status the HTTP status that it names, if it does; a server that already streams can say it
 *     nowhere else
 * @param message its sentence on one line, bounded; empty if it has none
 */
public record ServerError(List<String> codes, OptionalInt status, String message) {
  private static final int MESSAGE_CHARS = 500;
  private static final int MOST_DEPTH = 6;

  private static final List<String> CODES =
      List.of("code", "type", "status", "status_code", "statusCode", "http_status");
  private static final List<String> MESSAGES =
      List.of(
          "message",
          "msg",
          "detail",
          "error",
          "errors",
          "error_description",
          "description",
          "title",
          "reason");

  private static final Pattern HTML =
      Pattern.compile("<(?:!doctype|html|head|body|title)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]*)</title>", Pattern.CASE_INSENSITIVE);
  private static final Pattern NOT_SHOWN =
      Pattern.compile("(?is)<(script|style|head)\\b.*?</\\1>|<!--.*?-->|<[^>]*>");

  public ServerError {
    codes = List.copyOf(codes);
  }

  /** The error that a body of an HTTP error holds, whatever it looks like. */
  public static ServerError ofBody(String body) {
    return JsonFields.parse(body)
        .map(json -> in(json).orElseGet(() -> of(List.of(json))))
        .orElseGet(() -> new ServerError(List.of(), OptionalInt.empty(), page(body)));
  }

  /**
   * The error that a JSON value is or holds; empty if it is something else. A field {@code error}
   * that is null, false, 0 or empty is none.
   */
  public static Optional<ServerError> in(JsonNode json) {
    if (json.isArray()) {
      return json.valueStream().map(ServerError::in).flatMap(Optional::stream).findFirst();
    }
    JsonNode error = json.path("error");
    if (says(error)) {
      return Optional.of(of(nested(json)));
    }
    boolean called =
        isWord(json.path("type"), "error")
            || isWord(json.path("object"), "error")
            || (json.path("choices").isMissingNode()
                && json.path("content").isMissingNode()
                && json.path("id").isMissingNode()
                && (isSentence(json.path("message")) || says(json.path("detail"))));
    return called ? Optional.of(of(List.of(json))) : Optional.empty();
  }

  /** What a person reads. */
  public String words() {
    return message.isEmpty() ? "no message" : message;
  }

  /** What it is called, for a person; empty if it has no name. */
  public String name() {
    return codes.isEmpty()
        ? status.isPresent() ? Integer.toString(status.getAsInt()) : ""
        : codes.getFirst();
  }

  /** The objects around and within each other under {@code error}, the innermost first. */
  private static List<JsonNode> nested(JsonNode json) {
    List<JsonNode> nested = new ArrayList<>();
    JsonNode at = json;
    for (int depth = 0; depth < MOST_DEPTH && says(at); depth++) {
      nested.addFirst(at);
      at = at.path("error");
    }
    return nested;
  }

  private static ServerError of(List<JsonNode> nested) {
    Set<String> codes = new LinkedHashSet<>();
    OptionalInt status = OptionalInt.empty();
    for (JsonNode object : nested) {
      for (String field : CODES) {
        JsonNode code = object.path(field);
        OptionalInt number = httpStatus(code);
        if (number.isPresent()) {
          status = status.isPresent() ? status : number;
        } else if (code.isString() && !code.stringValue().isBlank()) {
          codes.add(oneLine(code.stringValue(), 100));
        }
      }
    }
    codes.remove("error");
    String message =
        nested.stream()
            .map(object -> sentence(object, 0))
            .filter(text -> !text.isBlank())
            .findFirst()
            .orElse("");
    return new ServerError(List.copyOf(codes), status, oneLine(message, MESSAGE_CHARS));
  }

  /** An HTTP status of an error, as a number or as a text of digits. */
  private static OptionalInt httpStatus(JsonNode code) {
    boolean number = code.isNumber() || (code.isString() && code.stringValue().matches("\\d{3}"));
    int value = number ? code.asInt(0) : 0;
    return value >= 400 && value <= 599 ? OptionalInt.of(value) : OptionalInt.empty();
  }

  private static String sentence(JsonNode node, int depth) {
    if (depth > MOST_DEPTH || node.isNull() || node.isMissingNode()) {
      return "";
    }
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.isArray()) {
      return node.valueStream()
          .limit(5)
          .map(element -> sentence(element, depth + 1))
          .filter(text -> !text.isBlank())
          .collect(Collectors.joining("; "));
    }
    if (!node.isObject()) {
      return node.toString();
    }
    for (String field : MESSAGES) {
      String found = sentence(node.path(field), depth + 1);
      if (!found.isBlank()) {
        return found;
      }
    }
    return "";
  }

  private static boolean says(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING, NULL -> false;
      case BOOLEAN -> node.booleanValue();
      case STRING -> !node.stringValue().isBlank();
      case NUMBER -> node.asDouble(1) != 0;
      // Some servers send an error whose fields are all null with every part of a good reply.
      case ARRAY, OBJECT -> node.valueStream().anyMatch(ServerError::says);
      default -> true;
    };
  }

  private static boolean isWord(JsonNode node, String word) {
    return node.isString() && node.stringValue().equals(word);
  }

  private static boolean isSentence(JsonNode node) {
    return node.isString() && !node.stringValue().isBlank();
  }

  /** What a page says: of HTML the title, or the text without mark-up. */
  private static String page(String body) {
    String begin = body.substring(0, Math.min(body.length(), 20_000));
    if (!HTML.matcher(begin).find()) {
      return oneLine(begin, MESSAGE_CHARS);
    }
    Matcher title = TITLE.matcher(begin);
    String text =
        title.find() && !title.group(1).isBlank()
            ? title.group(1)
            : NOT_SHOWN.matcher(begin).replaceAll(" ");
    return "a page of HTML: " + oneLine(text, 200);
  }

  static String oneLine(String text, int most) {
    String begin = text.substring(0, Math.min(text.length(), 4 * most));
    String line = PlainText.of(begin).strip().replaceAll("\\s+", " ");
    return line.length() > most ? line.substring(0, most) + " …" : line;
  }
}

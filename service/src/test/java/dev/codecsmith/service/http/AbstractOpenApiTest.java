package dev.codecsmith.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A process does what its document says, also with requests that the document forbids: the same
 * ones each time, unless {@code -Dcodecsmith.fuzz.seed=N} asks for others. A failure tells the
 * seed.
 */
@Timeout(120)
public abstract class AbstractOpenApiTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int REQUESTS = 600;
  private static final long SEED = Long.getLong("codecsmith.fuzz.seed", 63);
  private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");

  private static final List<String> STRANGE =
      List.of(
          "", "..", "../../etc/passwd", "a\u0000b", "\u202e", "é", "a/b", "a".repeat(2000), "7");

  @TempDir protected Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Listening process = new Listening(0, () -> {});
  private JsonNode document;

  /** A process that listens. */
  public record Listening(int port, Runnable end) {}

  /** Starts the process. */
  protected abstract Listening listen() throws Exception;

  /** Where it has its document. */
  protected String documentPath() {
    return "/openapi.yaml";
  }

  /** What it is shown; empty where it wants nothing. */
  protected Optional<String> token() {
    return Optional.empty();
  }

  /** What is known to it by a name in addresses, such as {@code id}; none unless said. */
  protected List<String> known(String parameter) {
    return List.of();
  }

  /** What is known to it by a name in queries, likewise. */
  protected List<String> asked(String parameter) {
    return List.of();
  }

  /** What is sent to it: by the document's schemas, with some of their values replaced. */
  protected abstract byte[] body(Random random);

  @BeforeEach
  void start() throws Exception {
    process = listen();
    String text = send(to(documentPath()).GET()).body();
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(text);
    document = Json.mapper().valueToTree(yaml);
  }

  @AfterEach
  void stop() {
    client.close();
    process.end().run();
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.port() + path))
            .timeout(Duration.ofSeconds(30));
    token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  /** What came of a request; of a stream of events nobody says when it ends, so nothing is read. */
  private record Answer(int statusCode, URI uri, HttpHeaders headers, String body) {
    static Answer of(HttpResponse<InputStream> answer) throws IOException {
      try (InputStream body = answer.body()) {
        boolean isStream =
            answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        return new Answer(
            answer.statusCode(),
            answer.uri(),
            answer.headers(),
            isStream ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    try {
      return Answer.of(client.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // A body that is not read is a reason for a server to close the connection, which the next
      // request may meet (RFC 9112, 9.5).
      return Answer.of(client.send(request.build(), BodyHandlers.ofInputStream()));
    }
  }

  /** Every path with every method that it has. */
  protected final Stream<Map.Entry<String, String>> operations() {
    return document
        .path("paths")
        .propertyStream()
        .flatMap(path ->
            path.getValue()
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(List.of("get", "put", "post", "delete", "head")::contains)
                .map(method -> Map.entry(path.getKey(), method)));
  }

  @Test
  void everyPathIsThere() throws Exception {
    List<String> absent = new ArrayList<>();
    for (Map.Entry<String, String> operation : operations().toList()) {
      String path =
          operation
              .getKey()
              .replace("{sha256}", "0".repeat(64))
              .replaceAll(PARAMETER.pattern(), "nobody");
      Answer answer =
          send(
              to(path)
                  .method(operation.getValue().toUpperCase(Locale.ROOT), BodyPublishers.noBody()));
      check(operation.getKey(), operation.getValue(), answer);
      if (answer.statusCode() == 405) {
        absent.add(operation.toString());
      }
    }
    assertThat(absent).isEmpty();
  }

  /**
   * A request is answered with 200, as the document says.
   *
   * @param path as the document has it
   * @param address the same with names in it, and a query
   */
  protected final void assertRead(String path, String address) throws Exception {
    Answer answer = send(to(address).GET());
    assertThat(answer.statusCode()).as(address + " " + answer.body()).isEqualTo(200);
    check(path, "get", answer);
  }

  @Test
  void whateverIsSentIsAnsweredAsTheDocumentSays() throws Exception {
    Random random = new Random(SEED);
    List<Map.Entry<String, String>> operations = operations().toList();
    Set<String> answered = new TreeSet<>();
    for (int i = 0; i < REQUESTS; i++) {
      Map.Entry<String, String> operation = operations.get(random.nextInt(operations.size()));
      HttpRequest.Builder request = request(operation, random);
      try {
        Answer answer = send(request);
        check(operation.getKey(), operation.getValue(), answer);
        answered.add(operation + " " + answer.statusCode());
      } catch (AssertionError | IOException e) {
        throw new AssertionError(
            "request " + i + " of -Dcodecsmith.fuzz.seed=" + SEED + ": " + e.getMessage(), e);
      }
    }
    assertThat(send(to("/health").GET()).statusCode()).isEqualTo(200);
    if (SEED == 63) {
      assertThat(answered).containsAll(reached());
    }
  }

  /** Answers that requests must have got, or they say little; such as {@code /a=get 200}. */
  protected List<String> reached() {
    return List.of();
  }

  private HttpRequest.Builder request(Map.Entry<String, String> operation, Random random) {
    JsonNode described = document.path("paths").path(operation.getKey());
    String path =
        PARAMETER
            .matcher(operation.getKey())
            .replaceAll(found -> encoded(name(found.group().replaceAll("[{}]", ""), random)));
    JsonNode method = described.path(operation.getValue());
    String query = query(described, method, random);
    HttpRequest.Builder request =
        to(query.isEmpty() ? path : path + "?" + query)
            .method(
                operation.getValue().toUpperCase(Locale.ROOT),
                BodyPublishers.ofByteArray(body(method, random)));
    if (random.nextInt(4) > 0) {
      request.header(
          "Content-Type",
          method
              .path("requestBody")
              .path("content")
              .propertyStream()
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse("application/json"));
    }
    for (JsonNode parameter : method.path("parameters")) {
      if (parameter.path("in").asString("").equals("header") && random.nextInt(3) > 0) {
        request.header(parameter.path("name").asString(), header(parameter, random));
      }
    }
    if (random.nextInt(4) == 0) {
      request.header("Last-Event-ID", "-3").header("Prefer", "x");
    }
    return request;
  }

  /** Mostly what the operation wants, as far as that is JSON. */
  private byte[] body(JsonNode method, Random random) {
    JsonNode wanted = method.at("/requestBody/content").path("application/json").path("schema");
    return wanted.isMissingNode() || random.nextInt(4) == 0
        ? body(random)
        : cut(Json.write(value(wanted, random, 0)), random);
  }

  private String name(String parameter, Random random) {
    List<String> known = known(parameter);
    return known.isEmpty() || random.nextInt(4) == 0
        ? strange(random)
        : known.get(random.nextInt(known.size()));
  }

  /** A value of a header; with or without what the document wants of it. */
  private static String header(JsonNode parameter, Random random) {
    String number =
        List.of("3", "3", "5", "-1", "999999999999", "9".repeat(30), "x").get(random.nextInt(7));
    return parameter.path("name").asString().equals("Range") ? "bytes=" + number + "-" : number;
  }

  /** Numbers that a query asks for, and what is known; what is followed would never end. */
  private String query(JsonNode path, JsonNode method, Random random) {
    Stream<String> numbers =
        method
            .path("parameters")
            .valueStream()
            .filter(parameter -> parameter.path("in").asString("").equals("query"))
            .filter(parameter -> parameter.at("/schema/type").asString("").equals("integer"))
            .filter(_ -> random.nextBoolean())
            .map(parameter ->
                parameter.path("name").asString()
                    + "="
                    + List.of("0", "7", "-1", "x", "99999").get(random.nextInt(5)));
    Stream<String> names =
        Stream.of(path, method)
            .flatMap(each -> each.path("parameters").valueStream())
            .map(new SchemaCheck(document)::resolved)
            .filter(parameter -> parameter.path("in").asString("").equals("query"))
            .map(parameter -> parameter.path("name").asString())
            .filter(name -> !asked(name).isEmpty() && random.nextInt(4) > 0)
            .map(name -> name + "=" + encoded(asked(name).get(random.nextInt(asked(name).size()))));
    return Stream.concat(numbers, names).collect(Collectors.joining("&"));
  }

  /** One of the document's schemas. */
  protected final JsonNode schema(String name) {
    return document.path("components").path("schemas").path(name);
  }

  /** All that is there has a description, and all that is required is there. */
  protected final void assertDescribed(String name, JsonNode written) {
    assertDescribed(schema(name), written);
  }

  /** The same of a schema that stands in another one. */
  protected final void assertDescribed(JsonNode schema, JsonNode written) {
    assertThat(written.isObject()).as(written.toString()).isTrue();
    assertThat(schema.path("properties").propertyNames()).containsAll(written.propertyNames());
    assertThat(written.propertyNames()).containsAll(required(schema));
  }

  private void check(String path, String method, Answer answer) {
    int status = answer.statusCode();
    String what = method + " " + answer.uri() + " answered " + status + " " + answer.body();
    // What no path is, such as an empty name, is nobody's; the server refuses it by itself.
    String sent = answer.uri().getRawPath();
    boolean noPath = sent.matches(".*(//.*|/)") || sent.matches(".*(%2F|%00|\\.\\.).*");
    if (noPath && status < 500) {
      return;
    }
    JsonNode responses = document.path("paths").path(path).path(method).path("responses");
    JsonNode response = responses.path(Integer.toString(status));
    assertThat(response.isMissingNode()).as(what).isFalse();
    JsonNode content = response.path("content");
    if (method.equals("head") || content.isMissingNode()) {
      // A refusal that is described in words has its sentence all the same.
      assertThat(status < 400 && !method.equals("head") ? answer.body() : "").as(what).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0].strip();
    assertThat(content.propertyNames()).as(what).contains(type);
    if (type.equals("application/json")) {
      JsonNode body = Json.read(answer.body(), JsonNode.class);
      assertThat(new SchemaCheck(document).fault(body, content.path(type).path("schema"), ""))
          .as(what)
          .isEmpty();
    }
  }

  private List<String> required(JsonNode schema) {
    return new SchemaCheck(document)
        .resolved(schema)
        .path("required")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  protected static String strange(Random random) {
    return STRANGE.get(random.nextInt(STRANGE.size()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A value by one of the document's schemas. */
  protected final JsonNode ofOneOf(List<String> schemas, Random random) {
    JsonNode known = document.path("components").path("schemas");
    return value(known.path(schemas.get(random.nextInt(schemas.size()))), random, 0);
  }

  /** A text, or its beginning. */
  protected static byte[] cut(String text, Random random) {
    return (random.nextInt(10) == 0 ? text.substring(0, text.length() / 2) : text)
        .getBytes(StandardCharsets.UTF_8);
  }

  private JsonNode value(JsonNode schema, Random random, int depth) {
    if (random.nextInt(12) == 0 || depth > 5) {
      return switch (random.nextInt(6)) {
        case 0 -> NODES.nullNode();
        case 1 -> NODES.numberNode(random.nextInt());
        case 2 -> NODES.arrayNode();
        case 3 -> NODES.objectNode().put(strange(random), 1);
        case 4 -> NODES.booleanNode(true);
        default -> NODES.stringNode(strange(random));
      };
    }
    String reference = schema.path("$ref").asString("");
    if (!reference.isEmpty()) {
      return value(
          document.path("components").path("schemas").path(reference.replaceFirst(".*/", "")),
          random,
          depth + 1);
    }
    if (schema.has("oneOf")) {
      JsonNode choices = schema.path("oneOf");
      return value(choices.path(random.nextInt(choices.size())), random, depth + 1);
    }
    return switch (schema.path("type").asString("")) {
      case "object" -> object(schema, random, depth);
      case "array" -> NODES.arrayNode().add(value(schema.path("items"), random, depth + 1));
      case "integer", "number" -> NODES.numberNode(random.nextInt(-2, 110));
      case "string" ->
          NODES.stringNode(
              random.nextInt(8) == 0
                  ? strange(random)
                  : Stream.of("a" + random.nextInt(5), "c", "ab".repeat(32))
                      .filter(text -> text.matches(schema.path("pattern").asString(".*")))
                      .findFirst()
                      .orElse("x"));
      default -> NODES.stringNode(random.nextBoolean() ? "a" + random.nextInt(5) : strange(random));
    };
  }

  private ObjectNode object(JsonNode schema, Random random, int depth) {
    ObjectNode object = NODES.objectNode();
    schema
        .path("properties")
        .propertyStream()
        .filter(property -> random.nextInt(6) > 0)
        .forEach(property ->
            object.set(property.getKey(), value(property.getValue(), random, depth + 1)));
    if (schema.path("additionalProperties").isObject()) {
      object.set("a.c", value(schema.path("additionalProperties"), random, depth + 1));
    }
    return object;
  }
}

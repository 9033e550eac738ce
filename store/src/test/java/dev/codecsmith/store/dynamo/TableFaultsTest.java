package dev.codecsmith.store.dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.AwsCalls;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.aws.TestCredentials;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/** What a server's fault means: one that passes, or one for a person. */
final class TableFaultsTest {
  private StoreException faultOf(AwsAddress address) throws StoreException {
    TestCredentials.set();
    try (DynamoDbClient client = AwsClients.dynamo(address)) {
      return catchThrowableOfType(
          StoreException.class,
          () ->
              DynamoExperimentStore.open(
                  client, address.table(), new MemoryArtifactStore(), () -> {}));
    }
  }

  private StoreException answered(int status, String type, AtomicInteger asked) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          byte[] body = ("{\"__type\":\"" + type + "\",\"message\":\"so it is\"}").getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      return faultOf(
          AwsAddress.parse(
              "aws:table=records,bucket=abc,region=eu-central-1,endpoint=http://127.0.0.1:"
                  + server.getAddress().getPort()));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void throttlingAndServerFaultsAreTriedAgainAndThenPass() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    StoreException fault = answered(500, "com.amazonaws#InternalServerError", asked);
    assertThat(fault.isLasting()).isFalse();
    assertThat(fault).hasMessageContainingAll("the table records", "try again");
    assertThat(asked).hasValueGreaterThan(1);
    StoreException throttled =
        new AwsCalls("table", "the table records")
            .fault(
                DynamoDbException.builder()
                    .statusCode(400)
                    .awsErrorDetails(
                        AwsErrorDetails.builder()
                            .errorCode("ProvisionedThroughputExceededException")
                            .errorMessage("too much")
                            .build())
                    .build());
    assertThat(throttled.isLasting()).isFalse();
    assertThat(InfrastructureException.of(throttled).isLasting()).isFalse();
  }

  @Test
  void refusedCredentialsLast() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    StoreException fault = answered(400, "com.amazonaws#UnrecognizedClientException", asked);
    assertThat(fault.isLasting()).isTrue();
    assertThat(fault).hasMessageContainingAll("refuses the credentials", "AWS_ACCESS_KEY_ID");
    assertThat(asked).hasValue(1);
    assertThat(InfrastructureException.of(fault).isLasting()).isTrue();
  }

  @Test
  void aTableThatIsNotThereIsToldWithWhatMakesIt() throws Exception {
    AwsAddress address = DynamoServer.newAddress();
    StoreException fault = faultOf(address);
    assertThat(fault.isLasting()).isTrue();
    assertThat(fault).hasMessageContainingAll(address.table(), "does not exist", "store init");
  }

  @Test
  void aServerThatCannotBeReachedPasses() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    StoreException fault =
        faultOf(
            AwsAddress.parse(
                "aws:table=records,bucket=abc,region=eu-central-1,endpoint=http://127.0.0.1:"
                    + port));
    assertThat(fault.isLasting()).isFalse();
    assertThat(fault).hasMessageContainingAll("cannot be reached", "the endpoint");
  }

  @Test
  void aTableOfAnotherKindIsRefused() throws Exception {
    AwsAddress address = DynamoServer.newAddress();
    try (DynamoDbClient client = DynamoServer.client(address)) {
      client.createTable(create ->
          create
              .tableName(address.table())
              .billingMode("PAY_PER_REQUEST")
              .attributeDefinitions(
                  AttributeDefinition.builder().attributeName("pk").attributeType("S").build())
              .keySchema(KeySchemaElement.builder().attributeName("pk").keyType("HASH").build()));
      assertThatThrownBy(() -> TableSchema.create(client, address.table()))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(address.table(), "is not one of Codecsmith");
    }
  }

  @Test
  void aWriteWhoseAnswerWasLostIsKnownToHaveBeenDone() throws Exception {
    AwsAddress address = DynamoServer.newAddress();
    try (DynamoDbClient client = DynamoServer.client(address)) {
      boolean _ = TableSchema.create(client, address.table());
    }
    AtomicInteger lost = new AtomicInteger();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (HttpClient http = HttpClient.newHttpClient()) {
      proxy.createContext(
          "/",
          exchange -> {
            HttpRequest.Builder request =
                HttpRequest.newBuilder(DynamoServer.endpoint().resolve("/"))
                    .POST(
                        HttpRequest.BodyPublishers.ofByteArray(
                            exchange.getRequestBody().readAllBytes()));
            exchange
                .getRequestHeaders()
                .forEach((name, values) -> {
                  if (name.equalsIgnoreCase("Authorization")
                      || name.equalsIgnoreCase("Content-Type")
                      || name.toLowerCase(Locale.ROOT).startsWith("x-amz")) {
                    request.header(name, values.getFirst());
                  }
                });
            HttpResponse<byte[]> answer = answer(http, request.build());
            boolean put =
                String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .endsWith("PutItem");
            boolean lose = put && lost.getAndIncrement() == 0;
            byte[] body = lose ? new byte[0] : answer.body();
            exchange.sendResponseHeaders(
                lose ? 503 : answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      proxy.start();
      AwsAddress through =
          AwsAddress.parse(
              address
                  .toString()
                  .replace(
                      DynamoServer.endpoint().toString(),
                      "http://127.0.0.1:" + proxy.getAddress().getPort()));
      Table table = new Table(AwsClients.dynamo(through), address.table());
      Map<String, AttributeValue> item = Items.item("partition", "sort");
      assertThat(table.putIf(item, Table.Condition.absent())).isTrue();
      assertThat(lost).as("it was sent twice").hasValue(2);
      assertThat(table.putIf(item, Table.Condition.absent())).as("another's").isFalse();
      table.close();
    } finally {
      proxy.stop(0);
    }
  }

  private static HttpResponse<byte[]> answer(HttpClient http, HttpRequest request)
      throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}

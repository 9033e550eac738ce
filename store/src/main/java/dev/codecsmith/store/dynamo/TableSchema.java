package dev.codecsmith.store.dynamo;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsCalls;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/**
 * The keys and indexes of the table; {@link DynamoExperimentStore} says what they are for. DynamoDB
 * encrypts every table at rest, with keys of its own where none is named.
 */
public final class TableSchema {
  /** Lines by iteration. */
  static final String LINES = "lines";

  /** Campaigns by when they were stored, lines by score. */
  static final String RANKS = "ranks";

  /** Experiments by their bitstreams. */
  static final String BITSTREAMS = "bitstreams";

  static final String BY_ITERATION = "by_iteration";
  static final String BY_RANK = "by_rank";
  static final String BY_BITSTREAMS = "by_bitstreams";

  /** What lists tell; the indexes for lists have it. */
  static final String LINE = "line_text";

  static final String STATUS = "status_label";
  static final String PROGRAM = "program_sha256";
  static final String ID = "experiment_id";

  /** The SDK itself looks every 20 seconds, and a table takes some five. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

  private TableSchema() {}

  /**
   * Makes the table unless it is there, and waits until it can be used.
   *
   * @return whether it was made
   */
  public static boolean create(DynamoDbClient client, String table) throws StoreException {
    AwsCalls calls = new AwsCalls("table", "the table " + table);
    boolean made = false;
    try {
      Object _ =
          calls.make(
              () -> client.createTable(request(table)), Set.of(ResourceInUseException.class));
      made = true;
    } catch (ResourceInUseException _) {
      made = false;
    }
    WaiterOverrideConfiguration often =
        WaiterOverrideConfiguration.builder()
            .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(LOOK))
            .maxAttempts((int) LONGEST_WAIT.dividedBy(LOOK))
            .build();
    try (DynamoDbWaiter waiter =
        DynamoDbWaiter.builder().client(client).overrideConfiguration(often).build()) {
      Object _ = calls.make(() -> waiter.waitUntilTableExists(wait -> wait.tableName(table)));
    }
    check(client, table);
    return made;
  }

  /** Whether the table is there. */
  public static boolean exists(DynamoDbClient client, String table) throws StoreException {
    try {
      Object _ = describe(client, table);
      return true;
    } catch (ResourceNotFoundException _) {
      return false;
    }
  }

  private static TableDescription describe(DynamoDbClient client, String table)
      throws StoreException {
    return new AwsCalls("table", "the table " + table)
        .make(
            () -> client.describeTable(describe -> describe.tableName(table)).table(),
            Set.of(ResourceNotFoundException.class));
  }

  /**
   * Makes sure that the table is there and has these keys and indexes.
   *
   * @throws StoreException with a sentence if not
   */
  public static void check(DynamoDbClient client, String table) throws StoreException {
    TableDescription found;
    try {
      found = describe(client, table);
    } catch (ResourceNotFoundException e) {
      throw new AwsCalls("table", "the table " + table).fault(e);
    }
    if (found.tableStatus() == TableStatus.CREATING
        || found.tableStatus() == TableStatus.DELETING) {
      throw new StoreException(
          "the table "
              + table
              + " cannot be used while its status is "
              + found.tableStatusAsString()
              + ": try again in a minute");
    }
    CreateTableRequest wanted = request(table);
    Set<String> keysFound = keys(found.keySchema());
    Set<String> missing =
        wanted.localSecondaryIndexes().stream()
            .filter(index -> !has(found, index))
            .map(LocalSecondaryIndex::indexName)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!keysFound.equals(keys(wanted.keySchema())) || !missing.isEmpty()) {
      throw StoreException.lasting(
          "the table "
              + table
              + " is not one of Codecsmith"
              + (missing.isEmpty()
                  ? ""
                  : " (it lacks the indexes " + String.join(", ", missing) + ")")
              + ": name another with table=… in --store and make it with codecsmith store init");
    }
  }

  private static boolean has(TableDescription found, LocalSecondaryIndex wanted) {
    return found.localSecondaryIndexes().stream()
        .anyMatch(index ->
            index.indexName().equals(wanted.indexName())
                && keys(index.keySchema()).equals(keys(wanted.keySchema()))
                && Set.copyOf(index.projection().nonKeyAttributes())
                    .containsAll(wanted.projection().nonKeyAttributes()));
  }

  private static Set<String> keys(List<KeySchemaElement> schema) {
    return schema.stream()
        .map(key -> key.keyTypeAsString() + " " + key.attributeName())
        .collect(Collectors.toSet());
  }

  /** What makes the table. */
  static CreateTableRequest request(String table) {
    return CreateTableRequest.builder()
        .tableName(table)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            Stream.of(Items.PARTITION, Items.SORT, BY_ITERATION, BY_RANK, BY_BITSTREAMS)
                .map(name ->
                    AttributeDefinition.builder()
                        .attributeName(name)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .toList())
        .keySchema(keySchema(Items.SORT))
        .localSecondaryIndexes(
            index(LINES, BY_ITERATION, LINE, STATUS, ID),
            index(RANKS, BY_RANK, LINE),
            index(BITSTREAMS, BY_BITSTREAMS, PROGRAM, ID))
        .build();
  }

  private static LocalSecondaryIndex index(String name, String sort, String... attributes) {
    return LocalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(keySchema(sort))
        .projection(projection ->
            projection.projectionType(ProjectionType.INCLUDE).nonKeyAttributes(attributes))
        .build();
  }

  private static List<KeySchemaElement> keySchema(String sort) {
    return List.of(
        KeySchemaElement.builder().attributeName(Items.PARTITION).keyType(KeyType.HASH).build(),
        KeySchemaElement.builder().attributeName(sort).keyType(KeyType.RANGE).build());
  }
}

package dev.codecsmith.store.dynamo;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * The calls that the store makes of its table: all reads consistent, all conditional writes of one
 * item.
 *
 * <p>A write whose answer was lost is sent again by the SDK, and then finds its own item and fails
 * on its own condition. So each write leaves a number of its own in the item, and one that is
 * refused looks whether the item is its own.
 */
final class Table {
  /** The number of the write that an item is of. */
  static final String WRITE = "write_id";

  private static final int BATCH = 100;
  private static final int LARGEST_PAGE = 1000;

  private final DynamoDbClient client;
  private final String name;
  private final AwsCalls calls;
  private volatile boolean closed;

  Table(DynamoDbClient client, String name) {
    this.client = client;
    this.name = name;
    this.calls = new AwsCalls("table", "the table " + name);
  }

  String name() {
    return name;
  }

  /** What must hold of the item that is replaced. */
  record Condition(String expression, Map<String, AttributeValue> values) {
    static Condition absent() {
      return new Condition("attribute_not_exists(" + Items.PARTITION + ")", Map.of());
    }

    /** That it is still the one that was read. */
    static Condition unchanged(Map<String, AttributeValue> item) {
      return new Condition(
          WRITE + " = :write", Map.of(":write", Items.text(Items.text(item, WRITE))));
    }

    /** That it is still the one that was read, or still absent. */
    static Condition unchanged(Optional<Map<String, AttributeValue>> item) {
      return item.map(Condition::unchanged).orElseGet(Condition::absent);
    }
  }

  private <T> T call(AwsCalls.Call<T> call) throws StoreException {
    requireOpen();
    return calls.make(call, Set.of(ConditionalCheckFailedException.class));
  }

  private void requireOpen() throws StoreException {
    if (closed) {
      throw new StoreException("the store in the table " + name + " is closed");
    }
  }

  Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) throws StoreException {
    GetItemRequest request =
        GetItemRequest.builder().tableName(name).key(key).consistentRead(true).build();
    Map<String, AttributeValue> item = call(() -> client.getItem(request).item());
    return item == null || item.isEmpty() ? Optional.empty() : Optional.of(item);
  }

  /** Those that are there, in any order. */
  List<Map<String, AttributeValue>> getAll(
      List<Map<String, AttributeValue>> keys, List<String> attributes) throws StoreException {
    List<Map<String, AttributeValue>> found = new ArrayList<>();
    for (int first = 0; first < keys.size(); first += BATCH) {
      KeysAndAttributes wanted =
          KeysAndAttributes.builder()
              .keys(keys.subList(first, Math.min(first + BATCH, keys.size())))
              .projectionExpression(String.join(", ", attributes))
              .consistentRead(true)
              .build();
      BatchGetItemResponse answer =
          call(() -> client.batchGetItem(batch -> batch.requestItems(Map.of(name, wanted))));
      found.addAll(answer.responses().getOrDefault(name, List.of()));
      // One by one: those are tried again by the SDK's policy where the table is busy.
      KeysAndAttributes rest = answer.unprocessedKeys().get(name);
      for (Map<String, AttributeValue> key :
          rest == null ? List.<Map<String, AttributeValue>>of() : rest.keys()) {
        get(key).ifPresent(found::add);
      }
    }
    return found;
  }

  void put(Map<String, AttributeValue> item) throws StoreException {
    Object _ = call(() -> client.putItem(put -> put.tableName(name).item(item)));
  }

  /** Puts the item if the condition holds; false, and nothing changed, if it does not. */
  boolean putIf(Map<String, AttributeValue> item, Condition condition) throws StoreException {
    Map<String, AttributeValue> marked = new HashMap<>(item);
    marked.put(WRITE, Items.text(UUID.randomUUID().toString()));
    PutItemRequest.Builder request =
        PutItemRequest.builder()
            .tableName(name)
            .item(marked)
            .conditionExpression(condition.expression());
    if (!condition.values().isEmpty()) {
      request.expressionAttributeValues(condition.values());
    }
    PutItemRequest built = request.build();
    try {
      Object _ = call(() -> client.putItem(built));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return get(Items.key(Items.text(item, Items.PARTITION), Items.text(item, Items.SORT)))
          .filter(stored -> Items.text(stored, WRITE).equals(Items.text(marked, WRITE)))
          .isPresent();
    }
  }

  /** Deletes what was read, if it is still that; false, and nothing changed, if it is not. */
  boolean delete(Map<String, AttributeValue> item) throws StoreException {
    Map<String, AttributeValue> key =
        Items.key(Items.text(item, Items.PARTITION), Items.text(item, Items.SORT));
    Condition condition = Condition.unchanged(item);
    try {
      Object _ =
          call(() ->
              client.deleteItem(delete ->
                  delete
                      .tableName(name)
                      .key(key)
                      .conditionExpression(condition.expression())
                      .expressionAttributeValues(condition.values())));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  /** Deletes whatever is there. */
  void deleteAny(Map<String, AttributeValue> key) throws StoreException {
    Object _ = call(() -> client.deleteItem(delete -> delete.tableName(name).key(key)));
  }

  /**
   * A part of a partition.
   *
   * @param index the index that it is read by; empty for the table itself
   * @param attribute the key that it is sorted by
   * @param partition which partition
   */
  record Range(String index, String attribute, String partition) {
    static Range of(String partition) {
      return new Range("", Items.SORT, partition);
    }

    private QueryRequest.Builder query(String comparison, Map<String, AttributeValue> values) {
      Map<String, AttributeValue> all = new HashMap<>(values);
      all.put(":pk", Items.text(partition));
      QueryRequest.Builder query =
          QueryRequest.builder()
              .consistentRead(true)
              .keyConditionExpression(Items.PARTITION + " = :pk" + comparison)
              .expressionAttributeValues(all);
      return index.isEmpty() ? query : query.indexName(index);
    }

    QueryRequest.Builder all() {
      return query("", Map.of());
    }

    QueryRequest.Builder after(String sort) {
      return query(" AND " + attribute + " > :sort", Map.of(":sort", Items.text(sort)));
    }

    QueryRequest.Builder startingWith(String prefix) {
      return prefix.isEmpty()
          ? all()
          : query(
              " AND begins_with(" + attribute + ", :sort)", Map.of(":sort", Items.text(prefix)));
    }
  }

  /** What is done with each item; false ends the query. */
  @FunctionalInterface
  interface Each {
    boolean more(Map<String, AttributeValue> item) throws StoreException;
  }

  /** Reads until there is no more or the reader has enough; an answer holds 1 MB at most. */
  void query(QueryRequest.Builder query, int page, Each each) throws StoreException {
    query.tableName(name).limit(Math.min(page, LARGEST_PAGE));
    Map<String, AttributeValue> from = Map.of();
    do {
      QueryRequest request = (from.isEmpty() ? query : query.exclusiveStartKey(from)).build();
      QueryResponse answer = call(() -> client.query(request));
      for (Map<String, AttributeValue> item : answer.items()) {
        if (!each.more(item)) {
          return;
        }
      }
      from = answer.lastEvaluatedKey();
    } while (from != null && !from.isEmpty());
  }

  /** The first ones, at most so many. */
  List<Map<String, AttributeValue>> query(QueryRequest.Builder query, int limit)
      throws StoreException {
    List<Map<String, AttributeValue>> found = new ArrayList<>();
    query(query, limit, item -> found.add(item) && found.size() < limit);
    return found;
  }

  /** What is done with each item of the table. */
  @FunctionalInterface
  interface Visitor {
    void visit(Map<String, AttributeValue> item) throws IOException;
  }

  /** Reads the whole table. */
  void scan(Visitor visitor) throws IOException {
    Map<String, AttributeValue> from = Map.of();
    do {
      Map<String, AttributeValue> start = from;
      ScanResponse answer =
          call(() ->
              client.scan(scan -> {
                scan.tableName(name).consistentRead(true);
                if (!start.isEmpty()) {
                  scan.exclusiveStartKey(start);
                }
              }));
      for (Map<String, AttributeValue> item : answer.items()) {
        visitor.visit(item);
      }
      from = answer.lastEvaluatedKey();
    } while (from != null && !from.isEmpty());
  }

  void close() {
    closed = true;
    client.close();
  }
}

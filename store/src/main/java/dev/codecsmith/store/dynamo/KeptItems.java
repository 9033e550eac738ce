package dev.codecsmith.store.dynamo;

import static dev.codecsmith.store.dynamo.Items.text;

import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.dynamo.Table.Range;
import dev.codecsmith.store.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.core.JacksonException;

/** Values under a key, and rate points that were measured before. Keys may be of any length. */
final class KeptItems {
  /** The text of a value. */
  static final String VALUE = "value_text";

  private static final String POINT = "point_text";
  private static final String KEY = "kept_key";
  private static final String PROGRAMS = "programs";
  private static final int LONGEST = 300_000;

  private final Table table;
  private final PackedTexts texts;

  KeptItems(Table table, PackedTexts texts) {
    this.table = table;
    this.texts = texts;
  }

  private static String value(String key) {
    return "value/" + DigestUtils.sha256Hex(key);
  }

  Optional<String> cached(String key) throws StoreException {
    Optional<Map<String, AttributeValue>> item = table.get(Items.key(value(key), "-"));
    return item.isPresent()
        ? Optional.of(texts.unpack(Objects.requireNonNull(item.get().get(VALUE))))
        : Optional.empty();
  }

  void cache(String key, String valueJson) throws StoreException {
    Map<String, AttributeValue> item = Items.item(value(key), "-");
    item.put(VALUE, texts.pack(valueJson, LONGEST));
    table.put(item);
  }

  /** The artifact that a rate point itself is kept as; what it mentions, it does not keep. */
  static Optional<String> pointArtifact(Map<String, AttributeValue> item) {
    return Optional.ofNullable(item.get(POINT)).flatMap(PackedTexts::artifact);
  }

  private static String points(String program) {
    return "points/" + program;
  }

  Map<String, RatePoint> measuredPoints(String program) throws StoreException {
    Map<String, RatePoint> points = new TreeMap<>();
    for (Map<String, AttributeValue> item : items(program)) {
      String json = texts.unpack(Objects.requireNonNull(item.get(POINT)));
      read(json).ifPresent(point -> points.put(text(item, KEY), point));
    }
    return points;
  }

  /** A point that cannot be read is not known: it only saves time. */
  private static Optional<RatePoint> read(String json) {
    try {
      return Optional.of(Json.read(json, RatePoint.class));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private List<Map<String, AttributeValue>> items(String program) throws StoreException {
    return table.query(Range.of(points(program)).all(), Integer.MAX_VALUE);
  }

  /** The program is listed before its points are there, so that all can be found and forgotten. */
  void keep(String program, Map<String, RatePoint> points) throws StoreException {
    table.put(Items.item(PROGRAMS, program));
    for (Map.Entry<String, RatePoint> each : points.entrySet()) {
      Map<String, AttributeValue> item =
          Items.item(points(program), DigestUtils.sha256Hex(each.getKey()));
      item.put(KEY, text(each.getKey()));
      item.put(POINT, texts.pack(Json.write(each.getValue()), LONGEST));
      table.put(item);
    }
  }

  List<String> programs(String after, int limit) throws StoreException {
    Range all = Range.of(PROGRAMS);
    List<String> programs = new ArrayList<>();
    table
        .query(after.isEmpty() ? all.all() : all.after(after), limit)
        .forEach(item -> programs.add(text(item, Items.SORT)));
    return programs;
  }

  void forget(String program) throws StoreException {
    for (Map<String, AttributeValue> item : items(program)) {
      table.deleteAny(Items.key(points(program), text(item, Items.SORT)));
    }
    table.deleteAny(Items.key(PROGRAMS, program));
  }
}

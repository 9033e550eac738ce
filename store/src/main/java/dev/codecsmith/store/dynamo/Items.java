package dev.codecsmith.store.dynamo;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes of items, and the texts that numbers are sorted by. */
final class Items {
  /** The two parts of a key. */
  static final String PARTITION = "pk";

  static final String SORT = "sk";

  private Items() {}

  static Map<String, AttributeValue> key(String partition, String sort) {
    return Map.of(PARTITION, text(partition), SORT, text(sort));
  }

  /** A new item, to be added to. */
  static Map<String, AttributeValue> item(String partition, String sort) {
    return new HashMap<>(key(partition, sort));
  }

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static AttributeValue flag(boolean value) {
    return AttributeValue.fromBool(value);
  }

  static String text(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s).orElse("");
  }

  static long number(Map<String, AttributeValue> item, String name) {
    return Long.parseLong(Optional.ofNullable(item.get(name)).map(AttributeValue::n).orElse("0"));
  }

  /** Sorts as the number does; of ten digits. */
  static String sortable(int number) {
    return "%010d".formatted((long) number - Integer.MIN_VALUE);
  }

  /** The number of a text that {@link #sortable(int)} made. */
  static int sorted(String text) {
    return (int) (Long.parseLong(text) + Integer.MIN_VALUE);
  }

  /** Sorts as the number, which is not negative, does. */
  static String sortable(long number) {
    return "%019d".formatted(number);
  }

  /**
   * Sorts as the figure does: the bits of a positive one rise with it, those of a negative fall.
   */
  static String sortable(double figure) {
    long bits = Double.doubleToLongBits(figure + 0.0);
    return "%016x".formatted(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
  }
}

package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.Lease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Columns as values; one that holds no such value is a fault that says so. */
final class Columns {
  private Columns() {}

  static Instant time(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new SQLException(
          "it holds the time '"
              + text
              + "', which cannot be read: it was changed by hand or is damaged; restore the file"
              + " from a backup",
          e);
    }
  }

  /** Of two columns; the second holds null where the lease has no end. */
  static Lease lease(ResultSet row, String owner, String until) throws SQLException {
    return new Lease(
        row.getString(owner),
        row.getString(until) == null ? Optional.empty() : Optional.of(time(row, until)));
  }

  static <E> E of(String label, Map<String, E> values) throws SQLException {
    E value = values.get(label);
    if (value == null) {
      throw new SQLException("it holds '" + label + "', which is none of " + values.keySet());
    }
    return value;
  }

  static <E> Map<String, E> byLabel(E[] values, Function<E, String> label) {
    return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(label, Function.identity()));
  }

  /** Above everything that begins so: no id holds the last character there is. */
  static String endOf(String prefix) {
    return prefix + Character.toString(Character.MAX_CODE_POINT);
  }
}

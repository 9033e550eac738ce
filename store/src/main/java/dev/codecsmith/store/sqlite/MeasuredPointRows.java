package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import tools.jackson.core.JacksonException;

/** The table of rate points that are remembered. */
final class MeasuredPointRows {
  private MeasuredPointRows() {}

  /** By key. */
  static Map<String, RatePoint> of(Handle handle, String programSha256) {
    Map<String, RatePoint> points = new TreeMap<>();
    handle
        .createQuery("SELECT key, point FROM measured_points WHERE program_sha256 = :program")
        .bind("program", programSha256)
        .map((row, _) -> Map.entry(row.getString("key"), row.getString("point")))
        .forEach(
            each -> read(each.getValue()).ifPresent(point -> points.put(each.getKey(), point)));
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

  /** Returns how many there are now under those keys. */
  static int keep(Handle handle, String programSha256, Map<String, RatePoint> points) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO measured_points (key, program_sha256, point) VALUES (:key, :program,"
                + " :point) ON CONFLICT (key) DO UPDATE SET point = excluded.point");
    points.forEach((key, point) ->
        batch
            .bind("key", key)
            .bind("program", programSha256)
            .bind("point", Json.write(point))
            .add());
    return batch.execute().length;
  }

  static List<String> programs(Handle handle, String after, int limit) {
    return handle
        .createQuery(
            "SELECT DISTINCT program_sha256 FROM measured_points WHERE program_sha256 > :after"
                + " ORDER BY program_sha256 LIMIT :limit")
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /** Returns how many there were. */
  static int forget(Handle handle, String programSha256) {
    return handle.execute("DELETE FROM measured_points WHERE program_sha256 = ?", programSha256);
  }
}

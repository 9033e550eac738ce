package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.Event;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.json.Json;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The append-only log. A sequence is given inside the transaction that holds the write lock and
 * vanishes with it if it fails, so sequences have no gap and stand in the order of the commits.
 */
final class EventLog {
  private EventLog() {}

  /**
   * What is told of a record that was written: little, since whoever wants more reads it.
   *
   * @param flags what a person should look at beside the record's own warnings
   */
  static Event of(ExperimentRecord experiment, List<String> flags) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("iteration", experiment.iteration());
    if (experiment.score().isPresent()) {
      detail.set("score", Json.figure(experiment.score().get()));
    }
    if (experiment.failure().isPresent()) {
      Failure failure = experiment.failure().get();
      detail.put("failure", failure.kind().label());
      detail.put("phase", failure.phase().label());
    }
    if (!experiment.warnings().isEmpty() || !flags.isEmpty()) {
      ArrayNode warnings = detail.putArray("warnings");
      experiment.warnings().forEach(warnings::add);
      flags.forEach(warnings::add);
    }
    return new Event(
        0,
        experiment.updated(),
        experiment.campaignId(),
        experiment.id(),
        "experiment." + experiment.status().label(),
        Json.write(detail));
  }

  static long append(Handle handle, Event event) {
    long sequence =
        handle.createQuery("SELECT coalesce(max(sequence), 0) FROM events").mapTo(Long.class).one()
            + 1;
    handle.execute(
        "INSERT INTO events (sequence, time, campaign_id, experiment_id, type, detail) VALUES (?,"
            + " ?, ?, ?, ?, ?)",
        sequence,
        event.time().toString(),
        event.campaignId(),
        event.experimentId(),
        event.type(),
        event.detailJson());
    return sequence;
  }

  static List<Event> read(Handle handle, long after, int limit) {
    return handle
        .createQuery(
            "SELECT sequence, time, campaign_id, experiment_id, type, detail FROM events WHERE"
                + " sequence > :after ORDER BY sequence LIMIT :limit")
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) ->
            new Event(
                row.getLong("sequence"),
                Instant.parse(row.getString("time")),
                row.getString("campaign_id"),
                row.getString("experiment_id"),
                row.getString("type"),
                row.getString("detail")))
        .list();
  }
}

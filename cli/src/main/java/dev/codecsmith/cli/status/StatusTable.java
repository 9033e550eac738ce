package dev.codecsmith.cli.status;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** All states as one table for people: what, which, how it stands, and the rest in words. */
final class StatusTable {
  private static final List<String> OF_WORKER = List.of("running", "queued", "done", "failed");
  private static final List<String> OF_ORCHESTRATOR =
      List.of("running", "waiting", "stopped", "finished", "failed");

  private final List<Row> rows = new ArrayList<>();

  private record Row(String what, String which, String state, String details) {}

  StatusTable() {
    row("what", "which", "state", "details");
  }

  private void row(String what, String which, String state, String details) {
    rows.add(new Row(what, which, state, details));
  }

  /** A process, and what belongs to it. */
  void add(ProcessState process) {
    JsonNode status = process.status();
    boolean isWorker = process.target().kind().equals(StatusCommand.WORKER);
    row(
        process.target().kind(),
        process.target().address().toString(),
        process.up() ? process.ready() ? "up" : "NOT READY" : "DOWN",
        Stream.of(
                process.reason(),
                counts(status, isWorker ? OF_WORKER : OF_ORCHESTRATOR),
                text(status, "languages"),
                Optional.of(status.path("uptime_seconds"))
                    .filter(JsonNode::isNumber)
                    .map(seconds -> "up for " + time(seconds.asDouble())),
                Optional.of(status.path("version").asString("")).filter(text -> !text.isEmpty()))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", ")));
    process.campaigns().forEach(this::campaign);
    if (status.path("store").isObject()) {
      store(status.path("store"));
    }
    if (status.path("cache").isObject()) {
      cache(status.path("cache"));
    }
    status
        .path("workers")
        .valueStream()
        .map(JsonNode::asString)
        .filter(address -> !StatusCommand.isOfAWorker(address))
        .forEach(address -> row("  fleet", address, "", "ask its workers by --worker URL"));
    if (status.path("fleet").isObject()) {
      fleet(status.path("fleet"));
    }
    status.path("incidents").valueStream().forEach(this::incident);
    event(status.path("last_error"), "last error", "time", "text");
    event(status.path("last_crash"), "last crash", "found", "log_sha256");
  }

  private static Optional<String> counts(JsonNode status, List<String> names) {
    return status.isObject()
        ? Optional.of(
            names.stream()
                .map(name -> status.path(name).asInt(0) + " " + name)
                .collect(Collectors.joining(", ")))
        : Optional.empty();
  }

  private static Optional<String> text(JsonNode status, String array) {
    String all =
        status.path(array).valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  private void event(JsonNode event, String what, String time, String text) {
    if (event.isObject()) {
      row("  " + what, event.path(time).asString(""), "", event.path(text).asString(""));
    }
  }

  /** As an orchestrator tells it. */
  void campaign(JsonNode campaign) {
    JsonNode best = campaign.path("best");
    Function<JsonNode, String> score =
        rate ->
            String.format(
                Locale.ROOT, ", best %+.2f %% (%s)", rate.asDouble(), best.path("id").asString(""));
    row(
        "  campaign",
        campaign.path("id").asString("") + " " + campaign.path("name").asString(""),
        campaign.path("state").asString(""),
        (campaign.has("iterations_ended")
                ? "iteration " + campaign.path("iterations_ended").asInt(0) + " of "
                : "iterations: ")
            + campaign.path("iterations").asInt(0)
            + (best.path("bd_rate").isNumber() ? score.apply(best.path("bd_rate")) : "")
            + Optional.of(campaign.path("sentence").asString(""))
                .filter(text -> !text.isEmpty())
                .map(text -> ". " + text)
                .orElse(""));
    Optional.of(campaign.path("store_fault").asString(""))
        .filter(text -> !text.isEmpty())
        .ifPresent(fault -> row("", "", "", fault));
    best.path("warnings")
        .valueStream()
        .forEach(warning -> row("", "", "", "warning: " + warning.asString()));
  }

  void store(JsonNode store) {
    row(
        "  store",
        store.path("folder").asString(""),
        store.path("kind").asString(""),
        String.format(
                Locale.ROOT, "%.1f GiB free", store.path("disk_free_bytes").asDouble() / (1 << 30))
            + Optional.of(store.path("open").asString(""))
                .filter(text -> !text.isEmpty())
                .map(text -> ", open by " + text)
                .orElse(""));
  }

  private void cache(JsonNode cache) {
    int waiting = cache.path("waiting").asInt(0);
    row(
        "  cache",
        cache.path("shared").asString(""),
        "",
        String.format(
                Locale.ROOT,
                "%.1f of %.1f GiB",
                cache.path("bytes").asDouble() / (1 << 30),
                cache.path("limit_bytes").asDouble() / (1 << 30))
            + (waiting == 0 ? "" : ", " + waiting + " artifacts wait for the shared store"));
  }

  private void fleet(JsonNode fleet) {
    row(
        "  fleet",
        fleet.path("server").asString(""),
        "",
        "%d of %d steps of the fleet %s"
            .formatted(
                fleet.path("running").asInt(0),
                fleet.path("slots").asInt(0),
                fleet.path("name").asString("")));
  }

  /** Something that went wrong and has not ended. */
  void incident(JsonNode incident) {
    row(
        "  incident",
        incident.path("subject").asString(""),
        incident.path("kind").asString(""),
        "since " + incident.path("since").asString("") + ": " + incident.path("text").asString(""));
  }

  private static String time(double seconds) {
    Duration all = Duration.ofSeconds((long) seconds);
    return all.toDays() > 0
        ? all.toDays() + " d " + all.toHoursPart() + " h"
        : all.toHours() > 0
            ? all.toHours() + " h " + all.toMinutesPart() + " m"
            : all.toMinutes() + " m " + all.toSecondsPart() + " s";
  }

  void print(PrintWriter out) {
    int what = width(Row::what);
    int which = width(Row::which);
    int state = width(Row::state);
    for (Row row : rows) {
      out.println(
          (padded(row.what(), what)
                  + padded(row.which(), which)
                  + padded(row.state(), state)
                  + row.details())
              .stripTrailing());
    }
  }

  private int width(Function<Row, String> column) {
    return rows.stream().map(column).mapToInt(String::length).max().orElse(0) + 2;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}

package dev.codecsmith.service.http;

import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.RunState;
import dev.codecsmith.service.worker.Worker;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How the worker is: health, status, metrics, and the document of its protocol. */
final class StateRoutes {
  private final Worker worker;
  private final Readiness readiness;
  private final WorkerAbout about;
  private final PrometheusMeterRegistry metrics;

  StateRoutes(
      Worker worker, Readiness readiness, WorkerAbout about, PrometheusMeterRegistry metrics) {
    this.worker = worker;
    this.readiness = readiness;
    this.about = about;
    this.metrics = metrics;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/health", this::health);
    routes.get("/status", this::status);
    routes.get(
        "/metrics",
        context ->
            context
                .contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(metrics.scrape()));
    routes.get("/openapi.yaml", StateRoutes::document);
  }

  private void health(Context context) {
    List<String> reasons = readiness.reasonsAgainst();
    ObjectNode health = JsonNodeFactory.instance.objectNode();
    health.put("live", true);
    health.put("ready", reasons.isEmpty());
    health.put("worker_id", worker.settings().name());
    ArrayNode texts = health.putArray("reasons");
    reasons.forEach(texts::add);
    Answers.json(context, reasons.isEmpty() ? 200 : 503, health);
  }

  private void status(Context context) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("worker_id", worker.settings().name());
    status.put("version", about.version());
    status.put("slots", worker.settings().slots());
    status.put("running", worker.count(RunState.RUNNING));
    status.put("queued", worker.count(RunState.QUEUED));
    status.put("done", worker.done());
    status.put("failed", worker.failed());
    status.put("uptime_seconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    status.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    status.put("sandbox", about.sandbox());
    ArrayNode languages = status.putArray("languages");
    about.languages().forEach(languages::add);
    ArrayNode clips = status.putArray("clips");
    about.clips().forEach(clips::add);
    Answers.json(context, 200, status);
  }

  private static void document(Context context) throws IOException {
    try (InputStream document = StateRoutes.class.getResourceAsStream("openapi.yaml")) {
      context
          .contentType("application/yaml")
          .result(Objects.requireNonNull(document).readAllBytes());
    }
  }
}

package dev.codecsmith.service.http;

import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.service.alerts.watch.Alerts;
import dev.codecsmith.service.limits.EventStream;
import dev.codecsmith.service.limits.EventStreams;
import dev.codecsmith.service.process.DiskSpace;
import dev.codecsmith.service.process.LogLines;
import dev.codecsmith.service.process.ProcessAbout;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What every process answers: metrics, the document of its protocol, its log. */
final class ProcessRoutes implements HttpListener.Routes {
  private static final int MOST_LINES = 10_000;
  private static final int USUAL_LINES = 100;

  /** How often a log is looked at, and how often who follows it is sent a sign of life. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final int LOOKS_A_PING = 25;

  private static final Logger log = LoggerFactory.getLogger(ProcessRoutes.class);

  private final ProcessAbout about;
  private final PrometheusMeterRegistry metrics;
  private final String document;
  private final BooleanSupplier ending;
  private final EventStreams streams;

  /**
   * @param document a resource beside this class
   * @param ending whether nothing is followed any longer
   */
  ProcessRoutes(
      ProcessAbout about,
      PrometheusMeterRegistry metrics,
      String document,
      EventStreams streams,
      BooleanSupplier ending) {
    this.streams = streams;
    this.about = about;
    this.metrics = metrics;
    this.document = document;
    this.ending = ending;
  }

  /** What Prometheus is told of every process of ours. */
  static PrometheusMeterRegistry metrics() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    return registry;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/metrics",
        context ->
            context
                .contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(metrics.scrape()));
    routes.get("/openapi.yaml", this::document);
    routes.get("/log", this::log);
  }

  private void document(Context context) {
    context
        .contentType("application/yaml")
        .result(ResourceFiles.bytes(ProcessRoutes.class, document));
  }

  /** Health by the reasons against giving it work; {@code 503} where there are any. */
  static void health(Context context, List<String> reasons, ObjectNode health) {
    health.put("live", true);
    health.put("ready", reasons.isEmpty());
    ArrayNode texts = health.putArray("reasons");
    reasons.forEach(texts::add);
    JsonAnswer.json(context, reasons.isEmpty() ? 200 : 503, health);
  }

  /** What of a status is the same of all processes. */
  void describe(ObjectNode status) {
    status.put("version", about.version());
    status.put("uptime_seconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    status.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    ObjectNode store = status.putObject("store");
    store.put("kind", about.store()).put("folder", about.folder().toString());
    try {
      store.put("disk_free_bytes", DiskSpace.freeBytes(about.folder()));
    } catch (IOException e) {
      log.warn("the folder {} cannot be looked at: {}", about.folder(), e.toString());
    }
    status.set("incidents", Json.mapper().valueToTree(Alerts.open(about.folder())));
    about
        .log()
        .lastError()
        .get()
        .ifPresent(remark ->
            status
                .putObject("last_error")
                .put("time", remark.time().toString())
                .put("text", remark.text()));
    about
        .log()
        .lastCrash()
        .ifPresent(crash ->
            status
                .putObject("last_crash")
                .put("found", crash.found().toString())
                .put("log_sha256", crash.log()));
  }

  private void log(Context context)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    int wanted = wanted(context);
    String follow = Optional.ofNullable(context.queryParam("follow")).orElse("false");
    try (LogLines lines = LogLines.last(about.log().file(), wanted)) {
      if (follow.equals("false")) {
        context.contentType("text/plain; charset=utf-8");
        for (List<String> some = lines.next(); !some.isEmpty(); some = lines.next()) {
          String text = String.join("\n", some) + "\n";
          context.res().getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
      } else {
        streams.send(context, stream -> follow(lines, stream));
      }
    }
  }

  private static int wanted(Context context) throws BadRequestException {
    String text =
        Optional.ofNullable(context.queryParam("lines")).orElse(Integer.toString(USUAL_LINES));
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MOST_LINES) {
      throw new BadRequestException("lines must be a number from 0 to " + MOST_LINES + ".");
    }
    return Integer.parseInt(text);
  }

  /** Goes on until the reader is gone, or the process ends. */
  private void follow(LogLines lines, EventStream stream) throws IOException, InterruptedException {
    int quiet = 0;
    stream.send();
    while (!ending.getAsBoolean()) {
      List<String> some = lines.next();
      some.forEach(line -> stream.add("line", line.replace("\r", "")));
      quiet = some.isEmpty() ? quiet + 1 : 0;
      if (!some.isEmpty() || quiet % LOOKS_A_PING == 0) {
        stream.send();
      }
      if (some.isEmpty()) {
        Thread.sleep(LOOK);
      }
    }
  }
}

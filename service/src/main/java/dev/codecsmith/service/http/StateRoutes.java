package dev.codecsmith.service.http;

import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.RunState;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.store.cache.CacheState;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How the worker is: health and status. */
final class StateRoutes implements HttpListener.Routes {
  private final Worker worker;
  private final Readiness readiness;
  private final WorkerAbout about;
  private final ProcessRoutes process;

  StateRoutes(Worker worker, Readiness readiness, WorkerAbout about, ProcessRoutes process) {
    this.worker = worker;
    this.readiness = readiness;
    this.about = about;
    this.process = process;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/health", this::health);
    routes.get("/status", this::status);
  }

  private void health(Context context) {
    ProcessRoutes.health(
        context,
        readiness.reasonsAgainst(),
        JsonNodeFactory.instance.objectNode().put("worker_id", worker.settings().name()));
  }

  private void status(Context context) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("worker_id", worker.settings().name());
    status.put("slots", worker.settings().slots());
    status.put("running", worker.count(RunState.RUNNING));
    status.put("queued", worker.count(RunState.QUEUED));
    status.put("done", worker.done());
    status.put("failed", worker.failed());
    process.describe(status);
    CacheState cache = about.cache().get();
    ObjectNode artifacts = status.putObject("cache");
    artifacts.put("bytes", cache.bytes()).put("limit_bytes", cache.limitBytes());
    artifacts.put("waiting", cache.waiting());
    cache.shared().ifPresent(place -> artifacts.put("shared", place));
    about
        .fleet()
        .get()
        .ifPresent(fleet ->
            status
                .putObject("fleet")
                .put("server", fleet.server())
                .put("name", fleet.name())
                .put("running", fleet.running())
                .put("slots", fleet.slots()));
    status.put("sandbox", about.sandbox());
    ArrayNode languages = status.putArray("languages");
    about.languages().forEach(languages::add);
    ArrayNode clips = status.putArray("clips");
    about.clips().forEach(clips::add);
    JsonAnswer.json(context, 200, status);
  }
}

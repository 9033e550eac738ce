package dev.codecsmith.service.http;

import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.service.protocol.RunId;
import dev.codecsmith.service.protocol.Submission;
import dev.codecsmith.service.protocol.SubmissionReader;
import dev.codecsmith.service.worker.Run;
import dev.codecsmith.service.worker.RunEvent;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Submissions and what becomes of them. */
final class RunRoutes implements HttpListener.Routes {
  /** Sources of the greatest size that a program may have, as JSON escapes them at worst. */
  private static final int MOST_BYTES = 64 << 20;

  /** Bodies that are read at once have no more than this together, in MiB. */
  private static final int READ_AT_ONCE = 256;

  private static final Duration PING = Duration.ofSeconds(5);

  private final Worker worker;
  private final Clock clock;
  private final Semaphore reading = new Semaphore(READ_AT_ONCE);

  RunRoutes(Worker worker, Clock clock) {
    this.worker = worker;
    this.clock = clock;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/experiment", this::submit);
    routes.get("/experiments/{id}", this::show);
    routes.delete("/experiments/{id}", this::cancel);
    routes.get("/experiments/{id}/events", this::follow);
  }

  private void submit(Context context)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    int mebibytes = mebibytes(context);
    if (!reading.tryAcquire(mebibytes)) {
      context.header("Retry-After", "1");
      Problems.answer(context, 429, "Too much is being sent at once; send it again in a second.");
      return;
    }
    Optional<Submission> submission;
    try {
      submission = read(context);
    } finally {
      reading.release(mebibytes);
    }
    if (submission.isEmpty()) {
      return;
    }
    Run run = worker.submit(submission.get());
    String preference = Optional.ofNullable(context.header("Prefer")).orElse("");
    context.header("Location", "/experiments/" + run.id());
    if (preference.contains("respond-async")) {
      JsonAnswer.json(context, 202, state(run));
    } else {
      ObjectNode reply = run.awaitReply();
      JsonAnswer.json(context, status(reply), reply);
    }
  }

  /** What was sent; empty if that was refused. */
  private Optional<Submission> read(Context context) throws BadRequestException, IOException {
    Optional<byte[]> body = RequestBody.of(context, MOST_BYTES, clock);
    return body.isEmpty() ? Optional.empty() : Optional.of(SubmissionReader.read(body.get()));
  }

  /** How much the body may take, in whole MiB; the most where its length is not told. */
  private static int mebibytes(Context context) {
    long told = context.req().getContentLengthLong();
    long bytes = told < 0 || told > MOST_BYTES ? MOST_BYTES : told;
    return (int) (bytes >> 20) + 1;
  }

  /** A fault of the machine is none of the request's, and one that may pass may be sent again. */
  private static int status(ObjectNode reply) {
    return switch (reply.path("status").asString()) {
      case "error" -> reply.path("fault").path("lasting").asBoolean() ? 500 : 503;
      case "cancelled" -> 409;
      default -> 200;
    };
  }

  private void show(Context context) throws BadRequestException, StoreException {
    RunId id = RunId.parse(context.pathParam("id"));
    Optional<Run> run = worker.find(id);
    Optional<ObjectNode> reply = worker.reply(id);
    if (run.isPresent()) {
      JsonAnswer.json(context, 200, state(run.get()));
    } else if (reply.isPresent()) {
      ObjectNode state = state(id, "ended");
      state.set("reply", reply.get());
      JsonAnswer.json(context, 200, state);
    } else {
      unknown(context, id);
    }
  }

  private static void unknown(Context context, RunId id) {
    Problems.answer(
        context,
        404,
        "This worker does not know " + id + ": it was never sent, or ended too long ago.");
  }

  private static ObjectNode state(RunId id, String state) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("experiment_id", id.experiment())
        .put("attempt", id.attempt())
        .put("state", state);
  }

  private static ObjectNode state(Run run) {
    ObjectNode state = state(run.id(), run.state().label());
    state.put("submitted", run.submitted().toString());
    Optional<Heartbeat.Phase> phase = run.phase();
    if (phase.isPresent()) {
      state
          .put("phase", phase.get().phase().label())
          .put("done", phase.get().done())
          .put("total", phase.get().total());
    }
    run.reply().ifPresent(reply -> state.set("reply", reply));
    return state;
  }

  private void cancel(Context context) throws BadRequestException {
    RunId id = RunId.parse(context.pathParam("id"));
    if (worker.cancel(id)) {
      JsonAnswer.json(context, 200, state(worker.find(id).orElseThrow()));
    } else {
      unknown(context, id);
    }
  }

  /** Server-sent events from behind the one that the caller knows, to the end. */
  private void follow(Context context)
      throws BadRequestException, IOException, InterruptedException {
    RunId id = RunId.parse(context.pathParam("id"));
    Optional<Run> found = worker.find(id);
    if (found.isEmpty()) {
      unknown(context, id);
      return;
    }
    Run run = found.get();
    long known = EventStream.lastKnown(context);
    run.followed();
    try {
      EventStream stream = EventStream.to(context);
      boolean ended = false;
      while (!ended) {
        List<RunEvent> events = run.await((int) Math.min(known, Integer.MAX_VALUE), PING);
        for (RunEvent event : events) {
          known = event.number();
          add(stream, event);
          ended |= event instanceof RunEvent.End;
        }
        ended |= events.isEmpty() && run.state().isFinal();
        stream.send();
      }
    } finally {
      run.left(clock.instant());
    }
  }

  private static void add(EventStream stream, RunEvent event) {
    EventStream _ =
        switch (event) {
          case RunEvent.Beat(int number, Heartbeat heartbeat) ->
              stream.add(number, "heartbeat", Json.write(heartbeat));
          case RunEvent.End(int number, ObjectNode reply) ->
              stream.add(number, "end", Json.write(reply));
        };
  }
}

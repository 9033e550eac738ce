package dev.codecsmith.service.http;

import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.service.limits.EventStream;
import dev.codecsmith.service.limits.EventStreams;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.service.protocol.RunId;
import dev.codecsmith.service.protocol.Submission;
import dev.codecsmith.service.protocol.SubmissionReader;
import dev.codecsmith.service.worker.MemoryBudget;
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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Submissions and what becomes of them. */
final class RunRoutes implements HttpListener.Routes {
  /** Sources of the greatest size that a program may have, as JSON escapes them at worst. */
  private static final int MOST_BYTES = 64 << 20;

  /** What a submission takes besides its texts, and each of its files and clips. */
  private static final int RUN_BYTES = 4 << 10;

  private static final int ENTRY_BYTES = 200;

  private static final Duration PING = Duration.ofSeconds(5);

  private final Worker worker;
  private final Clock clock;
  private final BoundedBodies bodies;
  private final EventStreams streams;

  RunRoutes(Worker worker, BoundedBodies bodies, EventStreams streams, Clock clock) {
    this.worker = worker;
    this.bodies = bodies;
    this.streams = streams;
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
    Optional<Sent> sent = read(context);
    if (sent.isEmpty()) {
      return;
    }
    Run run = worker.submit(sent.get().submission(), sent.get().memory());
    String preference = Optional.ofNullable(context.header("Prefer")).orElse("");
    context.header("Location", "/experiments/" + run.id());
    if (preference.contains("respond-async")) {
      JsonAnswer.json(context, 202, state(run));
    } else {
      ObjectNode reply = run.awaitReply();
      JsonAnswer.json(context, status(reply), reply);
    }
  }

  /** What was sent, with the memory that it takes. */
  private record Sent(Submission submission, MemoryBudget.Share memory) {}

  /** What was sent; empty if that was refused. */
  private Optional<Sent> read(Context context) throws BadRequestException, IOException {
    Optional<BoundedBodies.Body> body = bodies.of(context, MOST_BYTES);
    if (body.isEmpty()) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      Submission submission = SubmissionReader.read(body.get().bytes());
      body.get().memory().keep(kept(submission, body.get().bytes().length));
      taken = true;
      return Optional.of(new Sent(submission, body.get().memory()));
    } finally {
      if (!taken) {
        body.get().close();
      }
    }
  }

  /** What a submission takes at most until it is done: a byte of a text may be two in memory. */
  private static long kept(Submission submission, long bytes) {
    return RUN_BYTES
        + switch (submission) {
          case Submission.OfJob _ -> BoundedBodies.COST * bytes;
          case Submission.OfProgram program ->
              2 * bytes
                  + ENTRY_BYTES
                      * ((long) program.program().files().size() + program.clips().size());
        };
  }

  /** A fault of the machine is none of the request's, and one that may pass may be sent again. */
  private static int status(ObjectNode reply) {
    return switch (reply.path("status").asString()) {
      case "error" -> {
        if (reply.path("refused").asBoolean(false)) {
          yield 400;
        }
        yield reply.path("fault").path("lasting").asBoolean() ? 500 : 503;
      }
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
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    RunId id = RunId.parse(context.pathParam("id"));
    Optional<Run> found = worker.find(id);
    if (found.isEmpty()) {
      unknown(context, id);
      return;
    }
    Run run = found.get();
    long known = EventStream.lastKnown(context);
    streams.send(context, stream -> follow(run, known, stream));
  }

  private void follow(Run run, long from, EventStream stream)
      throws IOException, InterruptedException {
    run.followed();
    try {
      long known = from;
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

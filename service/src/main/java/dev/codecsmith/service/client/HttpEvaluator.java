package dev.codecsmith.service.client;

import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.lab.loopback.ArtifactTransfer;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RunId;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.attempts.RetryLoop;
import dev.codecsmith.store.json.Json;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has a worker do jobs over HTTP. What a job names is sent before it, what heartbeats and answers
 * name is fetched before they are told, but for what the other side has: where both share a store,
 * that is all of it. A connection that is cut is taken up again; a worker that stays away, or has
 * forgotten the job, is a {@link JobLostException}.
 */
public final class HttpEvaluator implements Evaluator {
  private static final Logger log = LoggerFactory.getLogger(HttpEvaluator.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A worker says something every 5 s. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int RECONNECTIONS = 3;
  private static final int TOO_MANY_REQUESTS = 429;

  private final WorkerConnection worker;
  private final ArtifactTransfer transfer;
  private final Optional<SharedClips> shared;
  private final Duration pause;

  /**
   * @param address such as {@code http://127.0.0.1:8080}
   * @param token what the worker wants to be shown
   * @param artifacts the caller's, which hold the clips too
   * @param shared the clips among artifacts that workers may share
   */
  HttpEvaluator(
      URI address, Optional<String> token, ArtifactStore artifacts, Optional<SharedClips> shared) {
    this(address, token, artifacts, shared, PAUSE);
  }

  /**
   * The same with a patience of its own.
   *
   * @param pause before a cut connection is taken up again; twice as long each time
   */
  HttpEvaluator(
      URI address,
      Optional<String> token,
      ArtifactStore artifacts,
      Optional<SharedClips> shared,
      Duration pause) {
    this.shared = shared;
    this.pause = pause;
    this.worker = new WorkerConnection(address, token);
    this.transfer = new ArtifactTransfer(artifacts, new HttpArtifactStore(worker));
  }

  /** Where the worker is. */
  public URI address() {
    return worker.address();
  }

  /** Loses all jobs that are under way: the worker is known to be dead. */
  void cutOff() {
    worker.cutOff();
  }

  /** The worker is full; it was not given the job. */
  static final class FullException extends InfrastructureException {
    private static final long serialVersionUID = 1;

    FullException(String message) {
      super(message);
    }
  }

  @Override
  public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    RunId id = id(job);
    try {
      if (shared.isPresent()) {
        shared.get().share(job, worker);
      }
      transfer.send(job);
    } catch (StoreException e) {
      throw fault(e);
    }
    submit(job);
    boolean ended = false;
    try {
      A answer = job.answer().cast(answer(follow(id, heartbeats)));
      ended = true;
      return answer;
    } finally {
      if (!ended) {
        cancel(id);
      }
    }
  }

  private static RunId id(Job<?> job) throws InfrastructureException {
    try {
      return RunId.ofJob(job.attempt());
    } catch (BadRequestException e) {
      throw InfrastructureException.lasting(String.valueOf(e.getMessage()), e);
    }
  }

  private void submit(Job<?> job) throws InfrastructureException, InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("job", Json.mapper().valueToTree(job));
    HttpResponse<String> answer;
    try {
      answer = worker.post("/experiment", body, PATIENCE, "Prefer", "respond-async");
    } catch (IOException e) {
      throw lost(e);
    }
    String sentence = WorkerConnection.sentence(answer.body());
    switch (answer.statusCode()) {
      case 202 -> {}
      case TOO_MANY_REQUESTS -> throw new FullException(said(answer.statusCode(), sentence));
      case 400, 401, 403, 404, 405, 409, 413 ->
          throw InfrastructureException.lasting(said(answer.statusCode(), sentence));
      default -> throw new JobLostException(said(answer.statusCode(), sentence));
    }
  }

  /** The reply to a run. */
  private JsonNode follow(RunId id, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    Follower follower = new Follower(id, heartbeats);
    int cutOffs = worker.cutOffs();
    RetryPolicy<Object> again =
        RetryPolicy.builder()
            .handleIf(fault ->
                fault instanceof IOException
                    && !(fault instanceof InfrastructureException)
                    && worker.cutOffs() == cutOffs)
            .withMaxRetries(RECONNECTIONS)
            .withBackoff(pause, pause.multipliedBy(1L << RECONNECTIONS))
            .build();
    try {
      return RetryLoop.<JsonNode, IOException>run(
          again,
          follower::reply,
          (fault, _) ->
              log.info(
                  "{} was cut off from {} and follows it again: {}",
                  worker.address(),
                  id,
                  fault.toString()),
          Thread::sleep);
    } catch (InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw JobLostException.underWay(String.valueOf(lost(e).getMessage()), e);
    }
  }

  /** Follows one run, over several connections. */
  private final class Follower {
    private final RunId id;
    private final Heartbeats heartbeats;
    private int known;

    Follower(RunId id, Heartbeats heartbeats) {
      this.id = id;
      this.heartbeats = heartbeats;
    }

    /** The reply; what it has heard of before a cut is not told again. */
    JsonNode reply() throws IOException, InterruptedException {
      return follow()
          .orElseThrow(() -> new IOException("the stream of events ended before the run"));
    }

    private Optional<JsonNode> follow()
        throws IOException, InfrastructureException, InterruptedException {
      HttpResponse<InputStream> answer =
          worker.send(
              worker
                  .to("/experiments/" + id + "/events")
                  .timeout(PATIENCE)
                  .header("Accept", "text/event-stream")
                  .header("Last-Event-ID", Integer.toString(known))
                  .GET()
                  .build(),
              BodyHandlers.ofInputStream());
      try (ServerSentEvents events = new ServerSentEvents(answer.body(), SILENCE)) {
        if (answer.statusCode() == 404) {
          throw JobLostException.underWay(
              "The worker " + worker.address() + " has lost " + id + ": it was started again.",
              null);
        }
        if (answer.statusCode() != 200) {
          throw new IOException("the answer was " + answer.statusCode());
        }
        for (var event = events.next(); event.isPresent(); event = events.next()) {
          if (event.get().name().equals("end")) {
            JsonNode reply = json(event.get().data(), JsonNode.class);
            events.finish();
            return Optional.of(reply);
          }
          if (event.get().name().equals("heartbeat")) {
            hear(json(event.get().data(), Heartbeat.class));
          }
          known = event.get().id();
        }
        return Optional.empty();
      }
    }

    private void hear(Heartbeat heartbeat) throws InfrastructureException, InterruptedException {
      try {
        transfer.receive(heartbeat);
      } catch (StoreException e) {
        throw fault(e);
      }
      heartbeats.hear(heartbeat);
    }
  }

  private Answer answer(JsonNode reply) throws InfrastructureException, InterruptedException {
    return switch (reply.path("status").asString()) {
      case "success" -> received(json(Json.write(reply.path("answer")), Answer.class));
      case "error" -> throw json(Json.write(reply.path("fault")), Fault.class).exception();
      default ->
          throw new JobLostException("The worker " + worker.address() + " called the job off.");
    };
  }

  private Answer received(Answer answer) throws InfrastructureException, InterruptedException {
    try {
      transfer.receive(answer);
      return answer;
    } catch (StoreException e) {
      throw fault(e);
    }
  }

  private <T> T json(String text, Class<T> type) throws JobLostException {
    try {
      return Json.read(text, type);
    } catch (JacksonException e) {
      throw new JobLostException(
          "The worker "
              + worker.address()
              + " said what cannot be read ("
              + e.getOriginalMessage()
              + "); it may be of another version.",
          e);
    }
  }

  private void cancel(RunId id) {
    boolean interrupted = Thread.interrupted();
    try {
      var _ =
          worker.send(
              worker.to("/experiments/" + id).timeout(Duration.ofSeconds(5)).DELETE().build(),
              WorkerConnection.text());
    } catch (IOException e) {
      // It calls the job off by itself when nobody follows it.
      log.info("{} was not told that {} is called off: {}", worker.address(), id, e.toString());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A worker that could not be reached has lost the job; what its store refuses is told as it is.
   */
  private static InfrastructureException fault(StoreException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return e.getCause() instanceof JobLostException lost ? lost : InfrastructureException.of(e);
  }

  private InfrastructureException lost(IOException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return new JobLostException(
        "The worker " + worker.address() + " does not answer (" + e.getMessage() + ").", e);
  }

  private String said(int status, String sentence) {
    return "The worker " + worker.address() + " answered " + status + ": " + sentence;
  }
}

package dev.codecsmith.service.client;

import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.attempts.RetryLoop;
import dev.codecsmith.store.json.Json;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A worker's artifacts, over HTTP. What comes is checked against its name; a cut is gone on from.
 */
final class HttpArtifactStore implements ArtifactStore {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int FOUND = 200;
  private static final int CREATED = 201;
  private static final int ABSENT = 404;
  private static final int NOT_ALLOWED = 405;

  /** A piece that begins elsewhere than what has come ends. */
  private static final int ELSEWHERE = 409;

  private static final int BEHIND_THE_END = 416;

  private static final String OFFSET = "Upload-Offset";
  private static final long COMPLETE = -1;
  private static final long LONG = 1 << 20;

  /**
   * An upload goes on where it was cut. The worker may take a moment to see that the connection
   * before is gone: the pauses add to 50 s, and a connection that is half open is closed after 30
   * s.
   */
  private static final RetryPolicy<Object> RESUMING =
      RetryPolicy.builder()
          .handle(CutException.class)
          .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(26))
          .withMaxRetries(9)
          .build();

  private final WorkerConnection worker;

  /** An upload came to an end before its artifact did. */
  private static final class CutException extends IOException {
    private static final long serialVersionUID = 1;

    CutException(IOException cause) {
      super(cause.toString(), cause);
    }
  }

  HttpArtifactStore(WorkerConnection worker) {
    this.worker = worker;
  }

  @Override
  public String put(byte[] bytes) throws StoreException {
    String hash = DigestUtils.sha256Hex(bytes);
    HttpRequest request =
        worker.to("/artifacts/" + hash).PUT(BodyPublishers.ofByteArray(bytes)).build();
    check(hash, send(request, WorkerConnection.text(), hash));
    return hash;
  }

  /** A long file that is cut on its way goes on behind what came. */
  @Override
  public String put(Path file) throws StoreException {
    String hash;
    try (InputStream in = Files.newInputStream(file)) {
      hash = DigestUtils.sha256Hex(in);
    } catch (IOException e) {
      throw new StoreException(file + " cannot be read (" + StoreException.reason(e) + ")", e);
    }
    AtomicInteger cuts = new AtomicInteger();
    int cutOffs = worker.cutOffs();
    try {
      boolean _ =
          RetryLoop.<Boolean, IOException>run(
              RESUMING,
              () -> {
                // What is short goes at once; it is not asked how much of it came before.
                long offset = cuts.get() == 0 && Files.size(file) < LONG ? 0 : offset(hash);
                if (offset != COMPLETE) {
                  send(hash, file, offset, cutOffs);
                }
                return true;
              },
              (_, _) -> cuts.incrementAndGet(),
              Thread::sleep);
      return hash;
    } catch (InterruptedException e) {
      throw interrupted(hash, e);
    } catch (StoreException e) {
      throw e;
    } catch (CutException e) {
      throw lost(hash, e);
    } catch (IOException e) {
      throw new StoreException(file + " cannot be read (" + StoreException.reason(e) + ")", e);
    }
  }

  /** Sends the rest of an artifact, unless the worker is given up meanwhile. */
  private void send(String hash, Path file, long offset, int cutOffs)
      throws IOException, InterruptedException {
    HttpRequest upload = upload(hash, file, offset);
    HttpResponse<String> answer;
    try {
      answer = worker.sendOnce(upload, WorkerConnection.text());
    } catch (IOException e) {
      throw worker.cutOffs() == cutOffs ? new CutException(e) : lost(hash, e);
    }
    if (answer.statusCode() == ELSEWHERE) {
      throw new CutException(new IOException(WorkerConnection.sentence(answer.body())));
    }
    check(hash, answer);
  }

  /** No limit of time: a long clip takes long, and a dead worker is cut off. */
  private HttpRequest upload(String hash, Path file, long offset) throws IOException {
    BodyPublisher rest =
        BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> from(file, offset)), Files.size(file) - offset);
    return worker
        .to("/artifacts/" + hash)
        .header(OFFSET, Long.toString(offset))
        // Else a refusal is lost behind what is still sent when the worker closes the connection.
        .expectContinue(Files.size(file) - offset >= LONG)
        .PUT(Files.size(file) == offset ? BodyPublishers.noBody() : rest)
        .build();
  }

  private static InputStream from(Path file, long offset) {
    try {
      InputStream in = Files.newInputStream(file);
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much of an artifact the worker has got in pieces so far, or all of it. */
  private long offset(String hash) throws StoreException {
    HttpResponse<String> answer = look(hash);
    return answer.statusCode() == FOUND
        ? COMPLETE
        : answer.headers().firstValueAsLong(OFFSET).orElse(0);
  }

  private void check(String hash, HttpResponse<String> answer) throws StoreException {
    if (answer.statusCode() != FOUND && answer.statusCode() != CREATED) {
      throw refused(hash, answer.statusCode(), WorkerConnection.sentence(answer.body()));
    }
  }

  @Override
  public boolean contains(String sha256) throws StoreException {
    return look(sha256).statusCode() == FOUND;
  }

  @Override
  public Set<String> missing(Set<String> sha256s) throws StoreException {
    String all = String.join(", ", sha256s);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    sha256s.forEach(body.putArray("artifacts")::add);
    HttpResponse<String> answer;
    try {
      answer = worker.post("/artifacts/missing", body, PATIENCE);
    } catch (IOException e) {
      throw lost(all, e);
    } catch (InterruptedException e) {
      throw interrupted(all, e);
    }
    if (answer.statusCode() == ABSENT || answer.statusCode() == NOT_ALLOWED) {
      // A worker of an older version is asked for one after the other.
      return ArtifactStore.super.missing(sha256s);
    }
    if (answer.statusCode() != FOUND) {
      throw refused(all, answer.statusCode(), WorkerConnection.sentence(answer.body()));
    }
    try {
      Set<String> missing =
          Json.read(answer.body(), JsonNode.class)
              .path("missing")
              .valueStream()
              .map(JsonNode::asString)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      missing.retainAll(sha256s);
      return missing;
    } catch (JacksonException e) {
      throw lost(all, new IOException("its answer cannot be read", e));
    }
  }

  private HttpResponse<String> look(String sha256) throws StoreException {
    HttpRequest request =
        worker
            .to("/artifacts/" + sha256)
            .timeout(PATIENCE)
            .method("HEAD", BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = send(request, WorkerConnection.text(), sha256);
    if (answer.statusCode() != FOUND && answer.statusCode() != ABSENT) {
      throw refused(sha256, answer.statusCode(), "");
    }
    return answer;
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    return new ResumedDownload(sha256, from -> from(sha256, from));
  }

  private InputStream from(String sha256, long from) throws StoreException {
    HttpRequest.Builder request = worker.to("/artifacts/" + sha256).timeout(PATIENCE).GET();
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    HttpResponse<InputStream> answer = send(request.build(), BodyHandlers.ofInputStream(), sha256);
    if (answer.statusCode() != (from > 0 ? 206 : 200)) {
      try (InputStream body = new WatchedStream(answer.body(), PATIENCE)) {
        byte[] said = body.readNBytes(1000);
        if (from > 0 && answer.statusCode() == BEHIND_THE_END) {
          // It was cut just as it was whole, which its hash will tell.
          return InputStream.nullInputStream();
        }
        throw refused(
            sha256,
            answer.statusCode(),
            WorkerConnection.sentence(new String(said, StandardCharsets.UTF_8)));
      } catch (StoreException e) {
        throw e;
      } catch (IOException e) {
        throw refused(sha256, answer.statusCode(), "");
      }
    }
    return new WatchedStream(answer.body(), PATIENCE);
  }

  private <T> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> body, String sha256) throws StoreException {
    try {
      return worker.send(request, body);
    } catch (IOException e) {
      throw lost(sha256, e);
    } catch (InterruptedException e) {
      throw interrupted(sha256, e);
    }
  }

  private StoreException lost(String sha256, IOException e) {
    String said =
        "The worker %s does not answer for artifact %s (%s)."
            .formatted(worker.address(), sha256, e);
    return new StoreException(said, new JobLostException(said, e));
  }

  private static StoreException interrupted(String sha256, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StoreException("the transfer of artifact " + sha256 + " was interrupted", e);
  }

  private StoreException refused(String sha256, int status, String sentence) {
    return new StoreException(
        "the worker "
            + worker.address()
            + " answered "
            + status
            + " for artifact "
            + sha256
            + (sentence.isEmpty() ? "" : ": " + sentence));
  }
}

package dev.codecsmith.service.client;

import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A worker's artifacts, over HTTP. What comes is checked against its name; a cut is gone on from.
 */
final class HttpArtifactStore implements ArtifactStore {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WorkerConnection worker;

  HttpArtifactStore(WorkerConnection worker) {
    this.worker = worker;
  }

  @Override
  public String put(byte[] bytes) throws StoreException {
    return put(DigestUtils.sha256Hex(bytes), BodyPublishers.ofByteArray(bytes));
  }

  @Override
  public String put(Path file) throws StoreException {
    try (InputStream in = Files.newInputStream(file)) {
      return put(DigestUtils.sha256Hex(in), BodyPublishers.ofFile(file));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(file + " cannot be read (" + StoreException.reason(e) + ")", e);
    }
  }

  private String put(String hash, BodyPublisher body) throws StoreException {
    // No limit of time: a long clip takes long, and a dead worker closes the connection.
    HttpRequest request = worker.to("/artifacts/" + hash).PUT(body).build();
    HttpResponse<String> answer = send(request, BodyHandlers.ofString(), hash);
    if (answer.statusCode() != 200 && answer.statusCode() != 201) {
      throw refused(hash, answer.statusCode(), WorkerConnection.sentence(answer.body()));
    }
    return hash;
  }

  @Override
  public boolean contains(String sha256) throws StoreException {
    HttpRequest request =
        worker
            .to("/artifacts/" + sha256)
            .timeout(PATIENCE)
            .method("HEAD", BodyPublishers.noBody())
            .build();
    int status = send(request, BodyHandlers.discarding(), sha256).statusCode();
    if (status != 200 && status != 404) {
      throw refused(sha256, status, "");
    }
    return status == 200;
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
      try (InputStream body = answer.body()) {
        byte[] said = body.readNBytes(1000);
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
    return answer.body();
  }

  private <T> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> body, String sha256) throws StoreException {
    try {
      return worker.send(request, body);
    } catch (IOException e) {
      String said =
          "The worker %s does not answer for artifact %s (%s)."
              .formatted(worker.address(), sha256, e);
      throw new StoreException(said, new JobLostException(said, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("the transfer of artifact " + sha256 + " was interrupted", e);
    }
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

package dev.codecsmith.store.cache;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A cache as others see it who send and fetch over a network. What they send stays here; what they
 * have read to its end they do not need here any more.
 */
public final class ServedArtifacts implements ArtifactStore {
  private final ArtifactCache cache;
  private final ArtifactStore artifacts;
  private final Duration patience;

  /**
   * What is served.
   *
   * @param artifacts the cache, or what is reached through it
   */
  public ServedArtifacts(ArtifactCache cache, ArtifactStore artifacts) {
    this(cache, artifacts, Duration.ofSeconds(5));
  }

  /**
   * @param patience how long what is reached through the cache may take to say what it has
   */
  ServedArtifacts(ArtifactCache cache, ArtifactStore artifacts, Duration patience) {
    this.cache = cache;
    this.artifacts = artifacts;
    this.patience = patience;
  }

  @Override
  public String put(byte[] bytes) throws StoreException {
    return cache.put(bytes);
  }

  @Override
  public String put(Path file) throws StoreException {
    return cache.put(file);
  }

  /** What cannot be reached just now is not here: whoever has it may send it. */
  @Override
  public boolean contains(String sha256) throws StoreException {
    return missing(Set.of(sha256)).isEmpty();
  }

  /**
   * Those that are not in the cache, and not in what is reached through it as far as that tells.
   */
  @Override
  public Set<String> missing(Set<String> sha256s) throws StoreException {
    Set<String> left = cache.missing(sha256s);
    if (left.isEmpty()) {
      return left;
    }
    // Whoever asks waits for the answer, and a server may take a connection and say nothing.
    FutureTask<Set<String>> question = new FutureTask<>(() -> artifacts.missing(left));
    Thread asking = Thread.ofVirtual().name("missing").start(question);
    try {
      return question.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return left;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("the question for artifacts was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException fault) {
        if (fault.isAway()) {
          return left;
        }
        throw fault;
      }
      throw new IllegalStateException(e);
    } finally {
      asking.interrupt();
    }
  }

  @Override
  public long size(String sha256) throws StoreException {
    return artifacts.size(sha256);
  }

  @Override
  public void makeRoom(long bytes) {
    cache.makeRoom(bytes);
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    return new FilterInputStream(artifacts.open(sha256)) {
      @Override
      public int read() throws IOException {
        return seen(super.read());
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return seen(super.read(target, offset, length));
      }

      private int seen(int read) {
        if (read < 0) {
          cache.fetched(sha256);
        }
        return read;
      }
    };
  }
}

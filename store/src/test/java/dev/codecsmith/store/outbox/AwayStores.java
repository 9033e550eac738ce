package dev.codecsmith.store.outbox;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.Interposed;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.io.InputStream;
import java.nio.file.Path;

/** Stores in memory whose server goes away and comes back, or is lost in the middle of calls. */
final class AwayStores {
  final MemoryExperimentStore records = new MemoryExperimentStore();
  final MemoryArtifactStore artifacts = new MemoryArtifactStore();

  /** Nothing is answered. */
  volatile boolean away;

  /** The credentials are refused. */
  volatile boolean refuses;

  /** How many calls are answered before it goes away. */
  int callsLeft = Integer.MAX_VALUE;

  /** Whether the call that goes unanswered is carried out all the same. */
  boolean lastIsCarriedOut;

  /** Something that the server is asked. */
  private interface Asked<T> {
    T answer() throws Exception;
  }

  static StoreException fault() {
    return StoreException.away("the server is away", new IllegalStateException("no route"));
  }

  private <T> T ask(Asked<T> asked) throws Exception {
    // Not under the lock: who waits for an event would keep out who writes it.
    if (isAnswered()) {
      return asked.answer();
    }
    if (lastIsCarriedOut) {
      T _ = asked.answer();
    }
    throw fault();
  }

  /** False for the call that goes unanswered. */
  private synchronized boolean isAnswered() throws StoreException {
    if (away) {
      throw fault();
    }
    if (refuses) {
      throw StoreException.lasting("the table refuses the credentials");
    }
    if (callsLeft-- <= 0) {
      away = true;
      return false;
    }
    return true;
  }

  private <T> T fetch(Asked<T> asked) throws StoreException {
    try {
      return ask(asked);
    } catch (StoreException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client; closing it leaves the server as it is. */
  ExperimentStore client() {
    boolean[] closed = {false};
    return Interposed.on(
        records,
        (method, call) -> {
          if (method.equals("close")) {
            closed[0] = true;
            return closed;
          }
          if (closed[0]) {
            throw new StoreException("the client is closed");
          }
          if (method.equals("awaitEvents")) {
            // Who waits for an event keeps no other call from being answered.
            if (away) {
              throw fault();
            }
            return call.go();
          }
          return ask(call::go);
        });
  }

  ArtifactStore artifactClient() {
    return new ArtifactStore() {
      @Override
      public String put(byte[] bytes) throws StoreException {
        return fetch(() -> artifacts.put(bytes));
      }

      @Override
      public String put(Path file) throws StoreException {
        return fetch(() -> artifacts.put(file));
      }

      @Override
      public boolean contains(String sha256) throws StoreException {
        return fetch(() -> artifacts.contains(sha256));
      }

      @Override
      public InputStream open(String sha256) throws StoreException {
        return fetch(() -> artifacts.open(sha256));
      }
    };
  }
}

package dev.codecsmith.store.outbox;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** An artifact store whose server is away during each put. */
final class PutWhileAway implements ArtifactStore {
  private final ArtifactStore store;
  private final AwayStores server;
  private final AtomicInteger putting = new AtomicInteger();

  PutWhileAway(ArtifactStore store, AwayStores server) {
    this.store = store;
    this.server = server;
  }

  /** A put. */
  private interface Put {
    String make() throws StoreException;
  }

  private String away(Put put) throws StoreException {
    int _ = putting.incrementAndGet();
    server.away = true;
    try {
      return put.make();
    } finally {
      server.away = putting.decrementAndGet() > 0;
    }
  }

  @Override
  public String put(byte[] bytes) throws StoreException {
    return away(() -> store.put(bytes));
  }

  @Override
  public String put(Path file) throws StoreException {
    return away(() -> store.put(file));
  }

  @Override
  public boolean contains(String sha256) throws StoreException {
    return store.contains(sha256);
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    return store.open(sha256);
  }
}

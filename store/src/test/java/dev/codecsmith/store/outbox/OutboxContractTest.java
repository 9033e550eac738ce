package dev.codecsmith.store.outbox;

import dev.codecsmith.store.AbstractArtifactStoreTest;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.Interposed;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.contract.AbstractCampaignsTest;
import dev.codecsmith.store.contract.AbstractEventsTest;
import dev.codecsmith.store.contract.AbstractKeptValuesTest;
import dev.codecsmith.store.contract.AbstractListsTest;
import dev.codecsmith.store.contract.AbstractRecordsTest;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contracts, kept by a store that is there, and by one that is away for each write. */
final class OutboxContractTest {
  /** What may wait; the others need the store. */
  private static final Set<String> WAITING =
      Set.of("create", "update", "append", "cache", "keepMeasuredPoints", "forgetMeasuredPoints");

  private static final AtomicInteger OPENED = new AtomicInteger();

  @TempDir private Path folder;
  private final AwayStores server = new AwayStores();

  private Outbox outbox() throws StoreException {
    return Outbox.open(
        folder.resolve("outbox"),
        "owner" + OPENED.incrementAndGet(),
        server.client(),
        server.artifactClient());
  }

  private ExperimentStore there() throws StoreException {
    return outbox().experiments();
  }

  /** The store is away during each write, unless it cannot be decided without the store. */
  private ExperimentStore away(Set<String> methods) throws StoreException {
    ExperimentStore store = outbox().experiments();
    return Interposed.on(
        store,
        (method, call) -> {
          if (!methods.contains(method)) {
            return call.go();
          }
          server.away = true;
          try {
            return call.go();
          } catch (StoreException e) {
            if (!e.isAway()) {
              throw e;
            }
            server.away = false;
            return call.go();
          } finally {
            server.away = false;
          }
        });
  }

  @Nested
  final class Campaigns extends AbstractCampaignsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return there();
    }
  }

  @Nested
  final class Records extends AbstractRecordsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return there();
    }
  }

  @Nested
  final class RecordsWhileAway extends AbstractRecordsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return away(WAITING);
    }
  }

  @Nested
  final class Lists extends AbstractListsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return there();
    }
  }

  @Nested
  final class ListsWhileAway extends AbstractListsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return away(WAITING);
    }
  }

  @Nested
  final class Events extends AbstractEventsTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return there();
    }
  }

  @Nested
  final class KeptValues extends AbstractKeptValuesTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return there();
    }
  }

  @Nested
  final class KeptValuesWhileAway extends AbstractKeptValuesTest {
    @Override
    protected ExperimentStore open() throws StoreException {
      return away(WAITING);
    }
  }

  @Nested
  final class Artifacts extends AbstractArtifactStoreTest {
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

    @Override
    protected ArtifactStore open() throws StoreException {
      return Outbox.open(
              folder.resolve("outbox"),
              "owner" + OPENED.incrementAndGet(),
              server.client(),
              new MemoryArtifactStore(blobs))
          .artifacts();
    }

    @Override
    protected void damage(String sha256, byte[] content) {
      blobs.put(sha256, content);
    }
  }

  @Nested
  final class ArtifactsWhileAway extends AbstractArtifactStoreTest {
    @Override
    protected ArtifactStore open() throws StoreException {
      ArtifactStore store = outbox().artifacts();
      return new PutWhileAway(store, server);
    }

    @Override
    protected void damage(String sha256, byte[] content) throws Exception {
      Files.write(
          folder
              .resolve("outbox/artifacts")
              .resolve(sha256.substring(0, 2))
              .resolve(sha256.substring(2)),
          content);
    }
  }
}

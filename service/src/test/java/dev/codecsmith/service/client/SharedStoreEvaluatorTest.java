package dev.codecsmith.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CachedClips;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.cache.ArtifactCache;
import dev.codecsmith.store.cache.ServedArtifacts;
import dev.codecsmith.store.cache.SharedArtifacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;

/**
 * The evaluation contract, by a worker that shares the caller's store: nothing is sent over HTTP.
 */
class SharedStoreEvaluatorTest extends HttpEvaluatorTest {
  private static final String PLACE = "s3://bucket";
  private final List<String> transferred = Collections.synchronizedList(new ArrayList<>());

  @Override
  Artifacts artifacts(Parts parts) throws IOException {
    ArtifactCache cache =
        ArtifactCache.open(
            parts.folder().resolve("artifacts"),
            parts.worker(),
            OptionalLong.of(1 << 30),
            Instant::now);
    SharedArtifacts shared =
        SharedArtifacts.open(parts.artifacts(), cache, parts.folder().resolve("undelivered"));
    return new Artifacts(
        new LocalEvaluations.Storage(shared, new CachedClips(shared)),
        new Watched(new ServedArtifacts(cache, shared)),
        Optional.of(PLACE));
  }

  @Override
  Optional<SharedClips> clips(Parts parts) {
    return Optional.of(new SharedClips(PLACE, new ClipsAndArtifacts(parts.artifacts())));
  }

  @AfterEach
  void nothingWasTransferred() {
    assertThat(transferred).isEmpty();
  }

  /** Takes down what is sent and fetched. */
  private final class Watched implements ArtifactStore {
    private final ArtifactStore served;

    Watched(ArtifactStore served) {
      this.served = served;
    }

    @Override
    public String put(byte[] bytes) throws StoreException {
      transferred.add(served.put(bytes));
      return transferred.getLast();
    }

    @Override
    public String put(Path file) throws StoreException {
      transferred.add(served.put(file));
      return transferred.getLast();
    }

    @Override
    public boolean contains(String sha256) throws StoreException {
      return served.contains(sha256);
    }

    @Override
    public InputStream open(String sha256) throws StoreException {
      transferred.add(sha256);
      return served.open(sha256);
    }
  }
}

package dev.codecsmith.store.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.AbstractArtifactStoreTest;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by way of a cache; and what only a store that others share has. */
final class SharedArtifactsTest extends AbstractArtifactStoreTest {
  private static final long LIMIT = 1000;

  @TempDir private Path folder;
  private final Elsewhere elsewhere = new Elsewhere();
  private ArtifactCache cache;
  private long limit = LIMIT;

  /** A store on another machine. */
  private static final class Elsewhere implements ArtifactStore {
    private final MemoryArtifactStore blobs = new MemoryArtifactStore();
    private final List<String> put = Collections.synchronizedList(new ArrayList<>());
    private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean away;
    private volatile boolean lies;

    private void answer() throws StoreException {
      if (away) {
        throw StoreException.away("the server is away", new IllegalStateException());
      }
    }

    @Override
    public String put(byte[] bytes) throws StoreException {
      answer();
      put.add(blobs.put(bytes));
      return put.getLast();
    }

    @Override
    public String put(Path file) throws StoreException {
      answer();
      put.add(blobs.put(file));
      return put.getLast();
    }

    @Override
    public boolean contains(String sha256) throws StoreException {
      answer();
      return blobs.contains(sha256);
    }

    @Override
    public InputStream open(String sha256) throws StoreException {
      answer();
      opened.add(sha256);
      return blobs.open(lies ? blobs.put("another".getBytes(UTF_8)) : sha256);
    }
  }

  @Override
  protected ArtifactStore open() throws StoreException {
    return shared();
  }

  @BeforeEach
  @Override
  protected void openStore() throws StoreException {
    cache = newCache();
    super.openStore();
  }

  private SharedArtifacts shared() throws StoreException {
    cache = newCache();
    return SharedArtifacts.open(elsewhere, cache, folder.resolve("undelivered"));
  }

  private ArtifactCache newCache() throws StoreException {
    return ArtifactCache.open(
        FileArtifactStore.open(folder.resolve("artifacts"), "me"),
        OptionalLong.of(limit),
        () -> Long.MAX_VALUE / 4,
        Instant::now);
  }

  @Override
  protected void damage(String sha256, byte[] content) throws IOException {
    Path shelf = folder.resolve("artifacts").resolve(sha256.substring(0, 2));
    Files.write(shelf.resolve(sha256.substring(2)), content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void whatIsPutIsInTheStoreAtOnceAndHere() throws Exception {
    String bytes = store.put(bytes("a bitstream"));
    String file = store.put(Files.write(folder.resolve("log"), bytes("a log")));
    assertThat(elsewhere.blobs.read(bytes)).isEqualTo(bytes("a bitstream"));
    assertThat(elsewhere.blobs.read(file)).isEqualTo(bytes("a log"));
    assertThat(store.read(bytes)).isEqualTo(bytes("a bitstream"));
    assertThat(elsewhere.opened).isEmpty();
  }

  @Test
  void whatSeveralNeedIsFetchedOnce() throws Exception {
    String clip = elsewhere.blobs.put(bytes("a clip"));
    assertThat(store.contains(clip)).isTrue();
    Callable<byte[]> read = () -> store.read(clip);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<byte[]> each : executor.invokeAll(Collections.nCopies(16, read))) {
        assertThat(each.get()).isEqualTo(bytes("a clip"));
      }
    }
    assertThat(((SharedArtifacts) store).file(clip)).hasBinaryContent(bytes("a clip"));
    assertThat(elsewhere.opened).containsExactly(clip);
    elsewhere.away = true;
    assertThat(store.read(clip)).isEqualTo(bytes("a clip"));
  }

  @Test
  void whatIsNotWhatItIsNamedIsNotKept() throws Exception {
    String clip = elsewhere.blobs.put(bytes("a clip"));
    elsewhere.lies = true;
    assertThatThrownBy(() -> store.open(clip)).hasMessageContaining("is missing");
    assertThat(cache.contains(clip)).isFalse();
    elsewhere.lies = false;
    assertThat(store.read(clip)).isEqualTo(bytes("a clip"));
  }

  @Test
  void whileTheStoreIsAwayWhatIsPutWaitsAndIsDeliveredInOrder() throws Exception {
    SharedArtifacts shared = (SharedArtifacts) store;
    elsewhere.away = true;
    String first = shared.put(bytes("first"));
    String second = shared.put(bytes("second"));
    assertThat(shared.put(bytes("first"))).isEqualTo(first);
    assertThat(shared.waiting()).isEqualTo(2);
    assertThat(shared.read(second)).isEqualTo(bytes("second"));
    assertThatThrownBy(shared::deliverAll).isInstanceOf(StoreException.class);
    elsewhere.away = false;
    String third = shared.put(bytes("third"));
    assertThat(elsewhere.put).as("nothing overtakes").isEmpty();
    shared.deliverAll();
    assertThat(elsewhere.put).containsExactly(first, second, third);
    assertThat(shared.waiting()).isZero();
    assertThat(folder.resolve("undelivered")).isEmptyDirectory();
    String _ = shared.put(bytes("fourth"));
    assertThat(elsewhere.put).hasSize(4);
  }

  @Test
  void whatWaitsDoesNotGoAndTheNextProcessDeliversIt() throws Exception {
    elsewhere.away = true;
    String waits = store.put(bytes("waits"));
    cache.fetched(waits);
    store = shared();
    cache.fetched(waits);
    for (int i = 0; i < 5; i++) {
      cache.fetched(cache.put(new byte[300 + i]));
    }
    assertThat(Files.exists(folder.resolve("artifacts").resolve(waits.substring(0, 2)))).isTrue();
    elsewhere.away = false;
    ((SharedArtifacts) store).deliverAll();
    assertThat(elsewhere.blobs.read(waits)).isEqualTo(bytes("waits"));
  }

  @Test
  void whatWaitsForLongIsDeliveredByTheNextProcessThoughItsCacheIsSmaller() throws Exception {
    elsewhere.away = true;
    String waits = store.put(new byte[450]);
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofHours(5)));
    Files.getFileAttributeView(cache.file(waits), BasicFileAttributeView.class)
        .setTimes(longAgo, longAgo, null);
    limit = 400;
    store = shared();
    assertThat(cache.reasonAgainst()).isPresent();
    elsewhere.away = false;
    ((SharedArtifacts) store).deliverAll();
    assertThat(elsewhere.blobs.read(waits)).hasSize(450);
  }

  @Test
  void whatTheStoreHasTooGoesWhenItsTurnComesWhetherFetchedOrNot() throws Exception {
    String clip = elsewhere.blobs.put(new byte[401]);
    assertThat(store.read(clip)).hasSize(401);
    for (int i = 0; i < 9; i++) {
      String _ = store.put(new byte[300 + i]);
      assertThat(cache.bytes()).isLessThanOrEqualTo(LIMIT);
    }
    assertThat(cache.reasonAgainst()).isEmpty();
    assertThat(cache.contains(clip)).isFalse();
    assertThat(store.read(clip)).hasSize(401);
  }

  @Test
  void theThreadDeliversByItself() throws Exception {
    elsewhere.away = true;
    String waits = store.put(bytes("waits"));
    elsewhere.away = false;
    SharedArtifacts shared = (SharedArtifacts) store;
    shared.start();
    while (shared.waiting() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
    shared.close();
    assertThat(elsewhere.put).containsExactly(waits);
  }

  @Test
  void whatFillsHalfOfTheCacheIsAllThatWaits() throws Exception {
    elsewhere.away = true;
    String _ = store.put(new byte[400]);
    assertThatThrownBy(() -> store.put(new byte[101]))
        .isInstanceOfSatisfying(
            StoreException.class, fault -> assertThat(fault.isLasting()).isFalse())
        .hasMessageContainingAll("is away", "--cache");
    String _ = store.put(new byte[100]);
  }

  @Test
  void aFaultThatDoesNotPassIsTold() throws Exception {
    ArtifactStore refusing =
        new ArtifactStore() {
          private final MemoryArtifactStore blobs = new MemoryArtifactStore();

          @Override
          public String put(byte[] bytes) throws StoreException {
            throw StoreException.lasting("the credentials are refused");
          }

          @Override
          public String put(Path file) throws StoreException {
            throw StoreException.lasting("the credentials are refused");
          }

          @Override
          public boolean contains(String sha256) throws StoreException {
            return blobs.contains(sha256);
          }

          @Override
          public InputStream open(String sha256) throws StoreException {
            return blobs.open(sha256);
          }
        };
    SharedArtifacts shared = SharedArtifacts.open(refusing, cache, folder.resolve("undelivered"));
    assertThatThrownBy(() -> shared.put(bytes("x"))).hasMessageContaining("credentials");
    assertThat(shared.waiting()).isZero();
  }

  @Test
  void whatIsSentOverTheNetworkStaysHereAndWhatCannotBeReachedIsAskedFor() throws Exception {
    ServedArtifacts served = new ServedArtifacts(cache, store);
    String sent = served.put(bytes("sent"));
    String there = elsewhere.blobs.put(bytes("there"));
    assertThat(elsewhere.put).isEmpty();
    assertThat(served.contains(sent)).isTrue();
    assertThat(served.contains(there)).isTrue();
    assertThat(served.read(there)).isEqualTo(bytes("there"));
    elsewhere.away = true;
    assertThat(served.contains(DigestUtils.sha256Hex("nowhere"))).isFalse();
  }
}

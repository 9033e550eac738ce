package dev.codecsmith.store.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.StoreException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads that want the same folder at once. */
class ConcurrentLockTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 50;

  @TempDir private Path folder;

  @Test
  void neverDoTwoHoldAFolderAndTheLoserIsTold() throws Exception {
    AtomicInteger holders = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(THREADS);
    List<Future<Integer>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int thread = 0; thread < THREADS; thread++) {
        all.add(
            threads.submit(() -> {
              int won = 0;
              for (int round = 0; round < ROUNDS; round++) {
                together.await();
                try (DirectoryLock lock =
                    DirectoryLock.acquire(folder, ProcessIdentity.current(), Instant.EPOCH)) {
                  assertThat(holders.incrementAndGet()).isEqualTo(1);
                  lock.announce("round " + round);
                  holders.decrementAndGet();
                  won++;
                } catch (StoreException e) {
                  assertThat(e).hasMessageContaining("is in use by");
                }
              }
              return won;
            }));
      }
      int won = 0;
      for (Future<Integer> each : all) {
        won += each.get();
      }
      assertThat(won).as("somebody gets it each time").isGreaterThanOrEqualTo(ROUNDS);
    }
    assertThat(DirectoryLock.holderOf(folder)).isEmpty();
  }
}

package dev.codecsmith.store.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many writers of the same few blobs while what nobody names is deleted. */
class ConcurrentArtifactsTest {
  private static final int WRITERS = 4;
  private static final int ROUNDS = 15;
  private static final int BLOBS = 3;

  @TempDir private Path folder;

  private static byte[] blob(int number) {
    return ("blob " + number + "\n").repeat(2_000).getBytes(UTF_8);
  }

  @Test
  void whatWasPutIsThereWholeWhoeverElsePutItOrCleansUp() throws Exception {
    FileArtifactStore store = FileArtifactStore.open(folder.resolve("artifacts"), "me");
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < BLOBS; i++) {
      files.add(Files.write(folder.resolve("file" + i), blob(i)));
    }
    List<Future<Integer>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1)) {
      for (int writer = 0; writer < WRITERS; writer++) {
        int first = writer;
        all.add(
            threads.submit(() -> {
              for (int round = 0; round < ROUNDS; round++) {
                int number = (first + round) % BLOBS;
                String sha256 =
                    round % 2 == 0 ? store.put(blob(number)) : store.put(files.get(number));
                assertThat(store.read(sha256)).isEqualTo(blob(number));
              }
              return ROUNDS;
            }));
      }
      all.add(
          threads.submit(() -> {
            int deleted = 0;
            for (int round = 0; round < ROUNDS; round++) {
              deleted += store.collect(_ -> false);
            }
            return deleted;
          }));
      for (Future<Integer> each : all) {
        assertThat(each.get()).isNotNegative();
      }
    }
    assertThat(all.getLast().get()).as("what this store put is kept").isZero();
    try (Stream<Path> left = Files.walk(folder.resolve("artifacts"))) {
      assertThat(left.filter(Files::isRegularFile)).hasSize(BLOBS);
    }
  }
}

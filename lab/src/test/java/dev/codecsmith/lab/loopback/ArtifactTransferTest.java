package dev.codecsmith.lab.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArtifactTransferTest {

  /** Takes what it is given once a door is open, and counts. */
  private static final class SlowStore implements ArtifactStore {
    private final ArtifactStore store = new MemoryArtifactStore();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch door = new CountDownLatch(1);
    private final AtomicInteger puts = new AtomicInteger();

    @Override
    public String put(byte[] bytes) throws StoreException {
      throw new AssertionError("a clip may not fit into memory");
    }

    @Override
    public String put(Path file) throws StoreException {
      puts.incrementAndGet();
      begun.countDown();
      try {
        door.await();
      } catch (InterruptedException e) {
        throw new StoreException("interrupted", e);
      }
      return store.put(file);
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

  private static Job<?> job(String attempt, String program, String clip) {
    return new Job.Trial(
        attempt,
        new JobSettings(
            List.of(new ClipReference("clip", clip, 1, 16, 16, "yuv420p", "25/1")),
            List.of(),
            Qualities.DEFAULT.toString(),
            List.of(Anchors.named(Anchors.DEFAULT)),
            CodingLimits.defaults(),
            new JobSettings.Options(
                KeptVideo.NONE, List.of(), Optional.empty(), Objective.DEFAULT, Constraints.NONE)),
        new ProgramReference(program, program));
  }

  @Test
  void jobsThatNeedOneClipCauseOneCopy() throws Exception {
    ArtifactStore caller = new MemoryArtifactStore();
    String program = caller.put("program".getBytes(StandardCharsets.UTF_8));
    String clip = caller.put("clip".getBytes(StandardCharsets.UTF_8));
    SlowStore worker = new SlowStore();
    ArtifactTransfer transfer = new ArtifactTransfer(caller, worker);
    Thread first = sending(transfer, job("a/1", program, clip));
    worker.begun.await();
    Thread second = sending(transfer, job("b/1", program, clip));
    while (second.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(1_000_000);
    }
    worker.door.countDown();
    first.join();
    second.join();
    assertThat(worker.contains(program) && worker.contains(clip)).isTrue();
    assertThat(worker.puts).hasValue(2);
  }

  private static Thread sending(ArtifactTransfer transfer, Job<?> job) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            transfer.send(job);
          } catch (StoreException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}

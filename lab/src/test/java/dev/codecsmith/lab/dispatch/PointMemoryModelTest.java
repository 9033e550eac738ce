package dev.codecsmith.lab.dispatch;

import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.experiments.MeasuredPoints;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** All interleavings of a few calls: heartbeats come from several threads. */
class PointMemoryModelTest {
  private static final String PROGRAM = "ab";

  @Test
  void nothingThatWasKeptIsLostAndNothingForgottenComesBack() {
    new ModelCheckingOptions()
        .iterations(3)
        .invocationsPerIteration(30)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(1)
        .check(Calls.class);
  }

  public static class Calls {
    private final Points store = new Points();
    private final PointMemory memory =
        new PointMemory(store, new AllThere(), PROGRAM, point -> true);

    /** Half of them are dear, and written at once. */
    @Operation
    public void keep(@Param(gen = IntGen.class, conf = "1:4") int quality) {
      RatePoint.Resources resources = new RatePoint.Resources(quality % 2, 1, 1);
      memory.keep(
          new MeasuredPoint(
              PROGRAM,
              "cd",
              4,
              "ef",
              RatePointBuilder.builder()
                  .clip("moving")
                  .quality(quality)
                  .bytes(1)
                  .bitrateKbps(1)
                  .metrics(Map.of())
                  .encode(resources)
                  .decode(resources)
                  .bitstreamSha256("")
                  .framesSha256("")
                  .build()));
    }

    /** Which values of QUALITY are remembered, as bits, once all is written. */
    @Operation
    public int written() throws Exception {
      memory.write();
      int qualities = 0;
      for (MeasuredPoint point : memory.known()) {
        qualities |= 1 << point.point().quality();
      }
      return qualities;
    }

    @Operation
    public void forget() throws Exception {
      memory.forget();
    }
  }

  /** The points of one program. */
  private static final class Points implements MeasuredPoints {
    private final Map<String, RatePoint> points = new HashMap<>();

    @Override
    public synchronized Map<String, RatePoint> measuredPoints(String programSha256) {
      return new HashMap<>(points);
    }

    @Override
    public synchronized void keepMeasuredPoints(String programSha256, Map<String, RatePoint> more) {
      points.putAll(more);
    }

    @Override
    public List<String> measuredPrograms(String after, int limit) {
      return List.of(PROGRAM);
    }

    @Override
    public synchronized void forgetMeasuredPoints(String programSha256) {
      points.clear();
    }
  }

  /** Has every artifact. */
  private static final class AllThere implements ArtifactStore {
    @Override
    public String put(byte[] bytes) {
      return "";
    }

    @Override
    public String put(Path file) {
      return "";
    }

    @Override
    public boolean contains(String sha256) {
      return true;
    }

    @Override
    public InputStream open(String sha256) {
      return InputStream.nullInputStream();
    }
  }
}

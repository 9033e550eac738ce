package dev.codecsmith.sandbox.run;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.codecsmith.sandbox.init.InitReport;
import dev.codecsmith.sandbox.posix.Descriptor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the first process of a sandbox has reported, through a pipe that only it can write to. */
public final class InitStatus implements AutoCloseable {
  private final Descriptor pipe;
  private final List<InitReport> reports = new ArrayList<>();

  public InitStatus(Descriptor pipe) {
    this.pipe = pipe;
  }

  /** Becomes readable when there is a report, or when there will be no more. */
  public Descriptor handle() {
    return pipe;
  }

  /** The first report of this kind, of those that are there now. */
  public synchronized <R extends InitReport> Optional<R> find(Class<R> kind) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment record = arena.allocate(InitReport.BYTES);
      // Records are written whole: they are smaller than a page of a pipe.
      while (pipe.read(record) == InitReport.BYTES) {
        reports.add(InitReport.of(record.toArray(JAVA_BYTE)));
      }
    }
    return reports.stream()
        .flatMap(report -> kind.isInstance(report) ? Stream.of(kind.cast(report)) : Stream.empty())
        .findFirst();
  }

  @Override
  public void close() {
    pipe.close();
  }
}

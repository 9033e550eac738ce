package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.java.IdlePool;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** All interleavings of a few calls on what threads of the sandbox share. */
class SharedStateModelTest {

  private static void check(Class<?> calls) {
    new ModelCheckingOptions()
        .iterations(3)
        .invocationsPerIteration(40)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        .check(calls);
  }

  @Test
  void everyByteIsAtAnyMomentTakenOrInThePipe() {
    check(Pipe.class);
  }

  @Test
  void whatIsGivenToAPoolIsReusedByOneOrEndedOnce() {
    check(Pool.class);
  }

  @Test
  void aRunThatComesWhileAllEndIsStoppedToo() {
    check(Registry.class);
  }

  public static class Pipe {
    private final AtomicInteger inThePipe = new AtomicInteger(5);
    private final CountedPipe pipe = new CountedPipe(this::read, inThePipe::get);

    private int read(MemorySegment unused) {
      int count = Math.min(2, inThePipe.get());
      inThePipe.addAndGet(-count);
      return count;
    }

    @Operation
    public int take() throws Exception {
      return pipe.take(MemorySegment.NULL);
    }

    @Operation
    public long written() {
      return pipe.written();
    }
  }

  public static class Pool {
    /** Who has it: nobody, a user, or it has ended. */
    private static final class Thing {
      final AtomicInteger users = new AtomicInteger();
      final AtomicInteger ends = new AtomicInteger();
    }

    private final List<Thing> all = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final IdlePool<Thing> pool = new IdlePool<>(thing -> thing.ends.incrementAndGet());

    /** Uses one: says how many used it at once, itself included. */
    @Operation
    public int use() {
      Optional<Thing> known = pool.take();
      Thing thing = known.orElseGet(this::start);
      int users = thing.users.incrementAndGet() + 10 * thing.ends.get();
      thing.users.decrementAndGet();
      pool.give(thing, true);
      return users;
    }

    private Thing start() {
      Thing thing = new Thing();
      synchronized (all) {
        all.add(thing);
      }
      return thing;
    }

    @Operation
    public void close() {
      pool.close();
      closed.set(true);
    }

    @Validate
    public void eachHasEndedOnceIfThePoolIsClosed() {
      for (Thing thing : all) {
        int expected = closed.get() ? 1 : 0;
        if (thing.ends.get() != expected) {
          throw new IllegalStateException("ended " + thing.ends + " times");
        }
      }
    }
  }

  public static class Registry {
    private final RunRegistry registry = new RunRegistry();
    private final List<Run> runs = new ArrayList<>();

    @Operation
    public void start() {
      Run run = new Run();
      synchronized (runs) {
        runs.add(run);
      }
      registry.add(run);
    }

    @Operation
    public void endAll() {
      registry.endAll();
    }

    @Validate
    public void allAreStoppedIfAllAreToEnd() {
      if (registry.isEnding() && runs.stream().anyMatch(run -> !run.stopped.get())) {
        throw new IllegalStateException("a run goes on");
      }
    }
  }

  private static final class Run implements SandboxRun {
    final AtomicBoolean stopped = new AtomicBoolean();

    @Override
    public InputStream standardOutput() {
      return InputStream.nullInputStream();
    }

    @Override
    public void stop() {
      stopped.set(true);
    }

    @Override
    public RunResult await() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      stop();
    }
  }
}

package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A child of this process that only we reap, so that its process id, and with it that of its
 * process group, stays its own until then. No signal is sent by a number after that.
 */
public final class Child implements AutoCloseable {
  public static final int SIGKILL = 9;

  private static final long RUSAGE_BYTES = 256;
  private static final int NUMBER_OF_SIGNALS = 64;
  private static final int PATIENCE_WITH_THE_KILLED_MILLIS = 5_000;

  private final BorrowedNumber pid;
  private final Descriptor handle;
  private volatile @Nullable End end;

  Child(int pid) throws PosixException {
    this.pid = new BorrowedNumber(pid);
    boolean held = false;
    try {
      this.handle = handleOf(pid);
      held = true;
    } finally {
      if (!held) {
        // Nobody can watch it, so it must not live.
        kill(true);
        try (Arena arena = Arena.ofConfined()) {
          Libc.wait4(pid, arena.allocate(JAVA_INT), 0, arena.allocate(RUSAGE_BYTES, 8));
        }
      }
    }
  }

  /**
   * How a child ended.
   *
   * @param exitCode 128 plus the signal's number where a signal ended it
   * @param signal the signal's number or 0
   * @param cpuNanos user and system time of the child and of what it waited for. (The kernel's
   *     figure for its highest memory is of no use: it starts with that of the process that started
   *     it.)
   */
  public record End(int exitCode, int signal, long cpuNanos) {}

  /**
   * A descriptor that becomes readable when the process ends. The number must be known to be its
   * own still, or be made sure of afterwards.
   */
  public static Descriptor handleOf(int pid) throws PosixException {
    return new Descriptor(Libc.checked("pidfd_open", Libc.pidfdOpen(pid)));
  }

  /** Kills the process behind a descriptor of {@link #handleOf}; nobody if that is closed. */
  public static void kill(Descriptor handle) {
    handle.signal(SIGKILL);
  }

  /**
   * Kills the process that has this number, if it is the one that is meant.
   *
   * @param isMeant asked once the process that has the number now is held fast, so that the answer
   *     is about the one that would be killed
   */
  public static void killIf(long pid, BooleanSupplier isMeant) {
    try (Descriptor handle = handleOf(Math.toIntExact(pid))) {
      if (isMeant.getAsBoolean()) {
        kill(handle);
      }
    } catch (PosixException e) {
      // With no descriptor to spare the kill comes before the certainty. Else it is gone already.
      if (e.errno() != Libc.ESRCH && isMeant.getAsBoolean()) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  /** The child's process id, which others may have once it is {@link #reap reaped}. */
  public int pid() {
    return pid.value();
  }

  /** Becomes readable when the child ends. */
  public Descriptor handle() {
    return handle;
  }

  /** Sends SIGKILL to the child, or to all of its process group; to nobody once it is reaped. */
  public void kill(boolean group) {
    pid.use(number -> Libc.kill(group ? -number : number, SIGKILL), 0);
  }

  /**
   * Does something with the child's process id while that is its own for certain; nothing once it
   * is reaped.
   */
  public void whileUnreaped(IntConsumer action) {
    if (pid.hold()) {
      try {
        action.accept(pid.value());
      } finally {
        pid.release();
      }
    }
  }

  /** Whether it has ended, reaped or not. */
  public boolean hasEnded() {
    return end != null || Descriptor.poll(List.of(handle), 0)[0];
  }

  /** How it ended, if it has ended. From then on its process id may be another's. */
  public Optional<End> reap() throws PosixException {
    int[] failed = {0};
    pid.giveBack(number -> {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment status = arena.allocate(JAVA_INT);
        MemorySegment usage = arena.allocate(RUSAGE_BYTES, 8);
        int reaped = Libc.wait4(number, status, Libc.WNOHANG, usage);
        if (reaped == number) {
          end = read(status.get(JAVA_INT, 0), usage);
          return true;
        }
        failed[0] = reaped == -Libc.EINTR ? 0 : reaped;
        return false;
      }
    });
    Libc.checked("wait4", failed[0]);
    return Optional.ofNullable(end);
  }

  private static End read(int status, MemorySegment usage) {
    long cpuNanos = 0;
    for (int time = 0; time < 2; time++) {
      cpuNanos += usage.getAtIndex(JAVA_LONG, time * 2L) * 1_000_000_000L;
      cpuNanos += usage.getAtIndex(JAVA_LONG, time * 2L + 1) * 1_000L;
    }
    int signal = status & 0x7f;
    int exitCode = signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    return new End(exitCode, signal, cpuNanos);
  }

  /** Kills and reaps the child and its process group, unless that has been done. */
  @Override
  public void close() {
    try {
      kill(true);
      if (reap().isEmpty()) {
        Descriptor.poll(List.of(handle), PATIENCE_WITH_THE_KILLED_MILLIS);
        Optional<End> _ = reap();
      }
    } catch (PosixException e) {
      // Somebody else has reaped it, so it is gone.
    } finally {
      handle.close();
    }
  }

  /** The name of a signal, such as {@code SIGSEGV}; empty if there is no such signal. */
  public static Optional<String> signalName(int signal) {
    String name =
        switch (signal) {
          case 1 -> "SIGHUP";
          case 2 -> "SIGINT";
          case 3 -> "SIGQUIT";
          case 4 -> "SIGILL";
          case 5 -> "SIGTRAP";
          case 6 -> "SIGABRT";
          case 7 -> "SIGBUS";
          case 8 -> "SIGFPE";
          case 9 -> "SIGKILL";
          case 10 -> "SIGUSR1";
          case 11 -> "SIGSEGV";
          case 12 -> "SIGUSR2";
          case 13 -> "SIGPIPE";
          case 14 -> "SIGALRM";
          case 15 -> "SIGTERM";
          case 24 -> "SIGXCPU";
          case 25 -> "SIGXFSZ";
          case 31 -> "SIGSYS";
          default -> signal > 0 && signal <= NUMBER_OF_SIGNALS ? "signal " + signal : "";
        };
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }
}

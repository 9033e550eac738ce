package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A child of this process that only we reap, so that its process id stays its own until then. */
public final class Child implements AutoCloseable {
  public static final int SIGKILL = 9;

  private static final long RUSAGE_BYTES = 256;
  private static final int NUMBER_OF_SIGNALS = 64;

  private final int pid;
  private final Descriptor handle;
  private @Nullable End end;

  Child(int pid) throws PosixException {
    this.pid = pid;
    this.handle = handleOf(pid);
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

  /** A descriptor that becomes readable when the process ends. */
  public static Descriptor handleOf(int pid) throws PosixException {
    return new Descriptor(Libc.checked("pidfd_open", Libc.pidfdOpen(pid)));
  }

  /** Kills the process behind a descriptor of {@link #handleOf}. */
  public static void kill(Descriptor handle) {
    if (!handle.isClosed()) {
      Libc.pidfdSendSignal(handle.number(), SIGKILL);
    }
  }

  public int pid() {
    return pid;
  }

  /** Becomes readable when the child ends. */
  public Descriptor handle() {
    return handle;
  }

  /** Sends SIGKILL to the child, or to all of its process group. */
  public synchronized void kill(boolean group) {
    if (end == null) {
      Libc.kill(group ? -pid : pid, SIGKILL);
    }
  }

  /** How it ended, if it has ended. */
  public synchronized Optional<End> reap() throws PosixException {
    if (end == null) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment status = arena.allocate(JAVA_INT);
        MemorySegment usage = arena.allocate(RUSAGE_BYTES, 8);
        int reaped = Libc.wait4(pid, status, Libc.WNOHANG, usage);
        if (reaped == 0 || reaped == -Libc.EINTR) {
          return Optional.empty();
        }
        Libc.checked("wait4", reaped);
        end = read(status.get(JAVA_INT, 0), usage);
      }
    }
    return Optional.of(end);
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

  @Override
  public void close() {
    handle.close();
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

package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Bindings of the C library on Linux. Each function returns what C returns, a negative result being
 * replaced by {@code -errno}, so that one value carries both.
 */
// Calling C is what this class is for; the launcher and the tests enable native access.
@SuppressWarnings("restricted")
final class Libc {
  static final int O_CLOEXEC = 0x80000;
  static final int O_NONBLOCK = 0x800;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EPIPE = 32;
  static final int ESRCH = 3;
  static final int F_DUPFD_CLOEXEC = 1030;
  static final int F_GETFL = 3;
  static final int F_SETFL = 4;
  static final int F_SETPIPE_SZ = 1031;
  static final int WNOHANG = 1;
  static final short POLLIN = 1;
  static final short POLLOUT = 4;

  private static final int MFD_CLOEXEC = 1;
  private static final long FIONREAD = 0x541B;
  // The same number on every architecture: both calls are younger than the common table.
  private static final long SYS_PIDFD_SEND_SIGNAL = 424;
  private static final long SYS_PIDFD_OPEN = 434;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Arena GLOBAL = Arena.global();
  private static final ThreadLocal<MemorySegment> ERRNO_SEGMENT =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private static final MethodHandle PIPE2 = withErrno("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = withErrno("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle READ =
      withErrno("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE =
      withErrno("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle LSEEK =
      withErrno("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle POLL =
      withErrno("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle KILL = withErrno("kill", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle WAIT4 =
      withErrno("wait4", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle MEMFD_CREATE =
      withErrno("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle OPEN =
      // Its third, variadic argument is only for files that are created.
      withErrno("open", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle FCNTL =
      variadicWithErrno("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle FCNTL_OF_STRUCT =
      variadicWithErrno("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle IOCTL =
      variadicWithErrno("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle SOCKET =
      withErrno("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SENDTO =
      withErrno("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SYSCALL =
      variadicWithErrno(
          "syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CLOCK_GETTIME =
      withErrno("clock_gettime", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle STRERROR = plain("strerror", ADDRESS, JAVA_INT);

  private Libc() {}

  /** A function that returns its error number instead of setting {@code errno}. */
  static MethodHandle plain(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  /** Whether this C library has the function. */
  static boolean has(String name) {
    return LIBRARY.find(name).isPresent();
  }

  private static MethodHandle withErrno(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow(name), FunctionDescriptor.of(result, arguments), ERRNO);
  }

  private static MethodHandle variadicWithErrno(
      String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        ERRNO,
        Linker.Option.firstVariadicArg(fixed));
  }

  static int pipe2(MemorySegment twoInts, int flags) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) PIPE2.invokeExact(state, twoInts, flags), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int clockGettime(int clock, MemorySegment twoLongs) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) CLOCK_GETTIME.invokeExact(state, clock, twoLongs), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int close(int descriptor) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) CLOSE.invokeExact(state, descriptor), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long read(int descriptor, MemorySegment buffer, long count) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((long) READ.invokeExact(state, descriptor, buffer, count), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long write(int descriptor, MemorySegment buffer, long count) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((long) WRITE.invokeExact(state, descriptor, buffer, count), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long rewind(int descriptor) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((long) LSEEK.invokeExact(state, descriptor, 0L, 0), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int poll(MemorySegment entries, int count, int timeoutMillis) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) POLL.invokeExact(state, entries, (long) count, timeoutMillis), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int kill(int pid, int signal) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) KILL.invokeExact(state, pid, signal), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int wait4(int pid, MemorySegment status, int options, MemorySegment usage) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) WAIT4.invokeExact(state, pid, status, options, usage), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int memfdCreate(MemorySegment name) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) MEMFD_CREATE.invokeExact(state, name, MFD_CLOEXEC), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int open(MemorySegment path, int flags) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) OPEN.invokeExact(state, path, flags), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int fcntl(int descriptor, int command, int argument) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) FCNTL.invokeExact(state, descriptor, command, argument), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int fcntl(int descriptor, int command, MemorySegment struct) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) FCNTL_OF_STRUCT.invokeExact(state, descriptor, command, struct), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Bytes that wait in a pipe. */
  static int available(int descriptor) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      int result = orErrno((int) IOCTL.invokeExact(state, descriptor, FIONREAD, count), state);
      return result < 0 ? result : count.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int socket(int domain, int type) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((int) SOCKET.invokeExact(state, domain, type, 0), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int sendTo(int socket, MemorySegment message, int flags, MemorySegment address) {
    MemorySegment state = ERRNO_SEGMENT.get();
    int addressBytes = (int) address.byteSize();
    try {
      long sent =
          (long)
              SENDTO.invokeExact(
                  state, socket, message, message.byteSize(), flags, address, addressBytes);
      return (int) orErrno(sent, state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int pidfdOpen(int pid) {
    return (int) syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0);
  }

  static int pidfdSendSignal(int pidfd, int signal) {
    return (int) syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0);
  }

  private static long syscall(long number, long a, long b, long c, long d) {
    MemorySegment state = ERRNO_SEGMENT.get();
    try {
      return orErrno((long) SYSCALL.invokeExact(state, number, a, b, c, d), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static String errorText(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(Long.MAX_VALUE, GLOBAL, null).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int checked(String call, int result) throws PosixException {
    if (result < 0) {
      throw new PosixException(call, -result);
    }
    return result;
  }

  /** Sets entry {@code index} of an array of {@code struct pollfd} to wait for the event. */
  static void setPollEntry(MemorySegment entries, int index, int descriptor, short event) {
    entries.set(JAVA_INT, index * 8L, descriptor);
    entries.set(JAVA_SHORT, index * 8L + 4, event);
    entries.set(JAVA_SHORT, index * 8L + 6, (short) 0);
  }

  static boolean pollEntryReady(MemorySegment entries, int index) {
    return entries.get(JAVA_SHORT, index * 8L + 6) != 0;
  }

  private static int orErrno(int result, MemorySegment state) {
    return result < 0 ? -(int) ERRNO_VALUE.get(state, 0L) : result;
  }

  private static long orErrno(long result, MemorySegment state) {
    return result < 0 ? -(int) ERRNO_VALUE.get(state, 0L) : result;
  }

  static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("a call into the C library failed", e);
  }
}

package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Bindings of the C library on Linux. Each function returns what C returns, a negative result being
 * replaced by {@code -errno}, so that one value carries both.
 */
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

  private static final CFunction PIPE2 = CFunction.named("pipe2");
  private static final CFunction CLOSE = CFunction.named("close");
  private static final CFunction READ = CFunction.named("read");
  private static final CFunction WRITE = CFunction.named("write");
  private static final CFunction LSEEK = CFunction.named("lseek");
  private static final CFunction POLL = CFunction.named("poll");
  private static final CFunction KILL = CFunction.named("kill");
  private static final CFunction WAIT4 = CFunction.named("wait4");
  private static final CFunction MEMFD_CREATE = CFunction.named("memfd_create");
  private static final CFunction OPEN = CFunction.named("open");
  private static final CFunction MKFIFO = CFunction.named("mkfifo");
  private static final CFunction FCNTL = CFunction.named("fcntl");
  private static final CFunction IOCTL = CFunction.named("ioctl");
  private static final CFunction SOCKET = CFunction.named("socket");
  private static final CFunction SENDTO = CFunction.named("sendto");
  private static final CFunction SYSCALL = CFunction.named("syscall");
  private static final CFunction CLOCK_GETTIME = CFunction.named("clock_gettime");
  private static final CFunction STRERROR = CFunction.named("strerror");

  private Libc() {}

  static int pipe2(MemorySegment twoInts, int flags) {
    return PIPE2.intResultOrErrno(twoInts.address(), flags);
  }

  static int clockGettime(int clock, MemorySegment twoLongs) {
    return CLOCK_GETTIME.intResultOrErrno(clock, twoLongs.address());
  }

  static int close(int descriptor) {
    return CLOSE.intResultOrErrno(descriptor);
  }

  static int read(int descriptor, MemorySegment buffer) {
    try {
      return (int) READ.resultOrErrno(descriptor, buffer.address(), buffer.byteSize());
    } finally {
      // Its memory may be the collector's to free.
      Reference.reachabilityFence(buffer);
    }
  }

  static int write(int descriptor, MemorySegment buffer) {
    try {
      return (int) WRITE.resultOrErrno(descriptor, buffer.address(), buffer.byteSize());
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  static long rewind(int descriptor) {
    return LSEEK.resultOrErrno(descriptor, 0, 0);
  }

  static int poll(MemorySegment entries, int count, int timeoutMillis) {
    return POLL.intResultOrErrno(entries.address(), count, timeoutMillis);
  }

  static int kill(int pid, int signal) {
    return KILL.intResultOrErrno(pid, signal);
  }

  static int wait4(int pid, MemorySegment status, int options, MemorySegment usage) {
    return WAIT4.intResultOrErrno(pid, status.address(), options, usage.address());
  }

  static int memfdCreate(MemorySegment name) {
    return MEMFD_CREATE.intResultOrErrno(name.address(), MFD_CLOEXEC);
  }

  /** Its third argument is only for files that are created. */
  static int open(MemorySegment path, int flags) {
    return OPEN.intResultOrErrno(path.address(), flags);
  }

  static int mkfifo(MemorySegment path, int mode) {
    return MKFIFO.intResultOrErrno(path.address(), mode);
  }

  static int fcntl(int descriptor, int command, int argument) {
    return FCNTL.intResultOrErrno(descriptor, command, argument);
  }

  static int fcntl(int descriptor, int command, MemorySegment struct) {
    return FCNTL.intResultOrErrno(descriptor, command, struct.address());
  }

  /** Bytes that wait in a pipe. */
  static int available(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      int result = IOCTL.intResultOrErrno(descriptor, FIONREAD, count.address());
      return result < 0 ? result : count.get(JAVA_INT, 0);
    }
  }

  static int socket(int domain, int type) {
    return SOCKET.intResultOrErrno(domain, type, 0);
  }

  static int sendTo(int socket, MemorySegment message, int flags, MemorySegment address) {
    return (int)
        SENDTO.resultOrErrno(
            socket,
            message.address(),
            message.byteSize(),
            flags,
            address.address(),
            address.byteSize());
  }

  static int pidfdOpen(int pid) {
    return (int) SYSCALL.resultOrErrno(SYS_PIDFD_OPEN, pid, 0);
  }

  static int pidfdSendSignal(int pidfd, int signal) {
    return (int) SYSCALL.resultOrErrno(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0);
  }

  // The C library ends the text with a zero, wherever it has it.
  @SuppressWarnings("restricted")
  static String errorText(int errno) {
    return MemorySegment.ofAddress(STRERROR.result(errno)).reinterpret(Long.MAX_VALUE).getString(0);
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
}

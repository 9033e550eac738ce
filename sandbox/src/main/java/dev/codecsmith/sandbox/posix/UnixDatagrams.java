package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Messages to datagram sockets of this machine, unix(7), which Java knows as streams only. */
public final class UnixDatagrams {
  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int FAMILY_BYTES = 2;

  /** Of {@code sockaddr_un.sun_path}, its last zero among them. */
  private static final int MOST_PATH_BYTES = 108;

  private UnixDatagrams() {}

  /**
   * Sends one message, and waits while the receiver's queue is full.
   *
   * @param address a path, or {@code @} and a name for a socket without a file
   * @throws PosixException if nobody receives there
   * @throws IllegalArgumentException if it is no such address
   */
  public static void send(String address, String message) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = address(arena, address);
      MemorySegment text = arena.allocateFrom(message);
      MemorySegment withoutEnd = text.asSlice(0, text.byteSize() - 1);
      int opened = Libc.checked("socket", Libc.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC));
      try (Descriptor socket = new Descriptor(opened)) {
        int sent;
        do {
          sent = Libc.sendTo(socket.number(), withoutEnd, MSG_NOSIGNAL, to);
        } while (sent == -Libc.EINTR);
        Libc.checked("sendto " + address, sent);
      }
    }
  }

  /** A {@code struct sockaddr_un}, as long as its path. */
  private static MemorySegment address(Arena arena, String address) {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    boolean named = address.startsWith("@");
    if (path.length >= MOST_PATH_BYTES || !(named || address.startsWith("/"))) {
      throw new IllegalArgumentException(
          "'" + address + "' is no address of a socket: it must be a path or @NAME.");
    }
    if (named) {
      path[0] = 0;
    }
    // The zero that ends a path is a part of a name.
    MemorySegment all = arena.allocate(FAMILY_BYTES + path.length + (named ? 0L : 1L), 2);
    all.set(JAVA_SHORT, 0, AF_UNIX);
    MemorySegment.copy(path, 0, all, JAVA_BYTE, FAMILY_BYTES, path.length);
    return all;
  }
}

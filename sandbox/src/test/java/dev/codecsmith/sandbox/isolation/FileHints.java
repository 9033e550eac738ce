package dev.codecsmith.sandbox.isolation;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How long files will be used, as somebody told the kernel: {@code fcntl(F_GET_RW_HINT)}. */
@SuppressWarnings("restricted")
final class FileHints {
  private static final int F_GET_RW_HINT = 1035;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("open"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle FCNTL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("fcntl"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(2));

  private FileHints() {}

  /** Of all files in a folder. */
  static Map<Path, Long> below(Path folder) throws IOException {
    Map<Path, Long> hints = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        hints.put(file, of(file));
      }
    }
    return hints;
  }

  /** 0 where nobody has told; -1 where the file system knows of no hints. */
  private static long of(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment hint = arena.allocate(ValueLayout.JAVA_LONG);
      int opened = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), 0);
      try {
        int result = (int) FCNTL.invokeExact(opened, F_GET_RW_HINT, hint);
        return result < 0 ? -1 : hint.get(ValueLayout.JAVA_LONG, 0);
      } finally {
        int _ = (int) CLOSE.invokeExact(opened);
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}

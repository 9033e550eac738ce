package dev.codecsmith.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders in which the dynamic linker finds the system's libraries, and nothing else. */
final class SystemLibraries {
  private SystemLibraries() {}

  /** Mounts of these folders at their own paths. */
  static List<Mount> mounts() {
    String triplet =
        switch (System.getProperty("os.arch")) {
          case "aarch64" -> "aarch64-linux-gnu";
          case "riscv64" -> "riscv64-linux-gnu";
          case "ppc64le" -> "powerpc64le-linux-gnu";
          case "s390x" -> "s390x-linux-gnu";
          default -> "x86_64-linux-gnu";
        };
    // Debian puts libraries below a folder per architecture, others all in /lib64.
    List<Path> folders =
        Files.isDirectory(Path.of("/usr/lib", triplet))
            ? List.of(Path.of("/lib64"), Path.of("/lib", triplet), Path.of("/usr/lib", triplet))
            : List.of(Path.of("/lib64"), Path.of("/usr/lib64"));
    // On aarch64 the linker itself lies in /lib.
    Path linker = Path.of("/lib/ld-linux-aarch64.so.1");
    return Stream.concat(folders.stream(), Stream.of(linker))
        .filter(Files::exists)
        .map(path -> Mount.readOnly(path, path.toString()))
        .toList();
  }
}

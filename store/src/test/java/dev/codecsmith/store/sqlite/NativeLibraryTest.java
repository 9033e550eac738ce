package dev.codecsmith.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

/** The driver's native part lies in the cache once, and nowhere else. */
final class NativeLibraryTest {
  private static final String NAME = LibraryLoaderUtil.getNativeLibName();

  @TempDir private Path folder;

  private static byte[] packed() throws IOException {
    try (var in =
        NativeLibraryTest.class.getResourceAsStream(
            LibraryLoaderUtil.getNativeLibResourcePath() + "/" + NAME)) {
      return in.readAllBytes();
    }
  }

  private static List<Path> files(Path of) throws IOException {
    try (Stream<Path> all = Files.walk(of)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void itIsUnpackedOnce() throws Exception {
    Path library = NativeLibrary.unpacked(folder).resolve(NAME);
    assertThat(library).hasBinaryContent(packed());
    Files.setLastModifiedTime(library, FileTime.from(Instant.EPOCH));
    assertThat(NativeLibrary.unpacked(folder)).isEqualTo(library.getParent());
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(FileTime.from(Instant.EPOCH));
  }

  @Test
  void oneThatWasCutShortIsReplaced() throws Exception {
    Path library = NativeLibrary.unpacked(folder).resolve(NAME);
    Files.writeString(library, "cut");
    assertThat(NativeLibrary.unpacked(folder).resolve(NAME)).hasBinaryContent(packed());
  }

  @Test
  void manyAtOnceLeaveOneWholeFile() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Path>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> NativeLibrary.unpacked(folder)));
      }
      for (Future<Path> each : all) {
        assertThat(each.get().resolve(NAME)).hasBinaryContent(packed());
      }
    }
    assertThat(files(folder)).hasSize(1);
  }

  /** Opens a store and waits to be killed. */
  static final class Opening {
    public static void main(String[] arguments) throws Exception {
      try (SqliteExperimentStore _ = SqliteExperimentStore.open(Path.of(arguments[0]))) {
        System.out.println("open");
        System.out.flush();
        int _ = System.in.read();
      }
    }
  }

  @Test
  void aKilledProcessLeavesNoneInTheFolderForTemporaryFiles() throws Exception {
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    Path cache = folder.resolve("cache");
    List<String> options = List.of("-Djava.io.tmpdir=" + temporary, "-Dcodecsmith.cache=" + cache);
    try (ChildJvm child =
        ChildJvm.startWith(options, Opening.class, folder.resolve("store.sqlite"))) {
      assertThat(child.line()).isEqualTo("open");
      assertThat(child.kill()).isEmpty();
    }
    assertThat(files(temporary)).isEmpty();
    assertThat(files(cache)).singleElement().extracting(Path::getFileName).hasToString(NAME);
  }
}

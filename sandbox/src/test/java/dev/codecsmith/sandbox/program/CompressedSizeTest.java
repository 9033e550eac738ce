package dev.codecsmith.sandbox.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompressedSizeTest {
  private static final int TABLES = 400;
  private static final int TABLE_BYTES = 60;

  @TempDir private Path folder;

  @Test
  void aTableInTheNamesOfEmptyFilesIsCounted() throws Exception {
    for (String name : tables().keySet()) {
      Files.createFile(folder.resolve(name));
    }
    ProgramSize size = CompressedSize.ofFilesBelow(folder);
    assertThat(size.total()).isGreaterThan(TABLES * TABLE_BYTES);
    assertThat(size).isEqualTo(CompressedSize.of(tables()));
  }

  @Test
  void aTableInTheNamesOfFoldersIsCounted() throws Exception {
    for (String name : tables().keySet()) {
      Files.createFile(Files.createDirectory(folder.resolve(name)).resolve("x"));
    }
    assertThat(CompressedSize.ofFilesBelow(folder).total()).isGreaterThan(TABLES * TABLE_BYTES);
  }

  @Test
  void namesThatAreAlikeCostLittle() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      files.put("codec/transform/Stage" + i + ".class", new byte[0]);
    }
    assertThat(CompressedSize.of(files).names()).isLessThan(100);
  }

  @Test
  void contentIsCompressedFileByFile() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("a", noise().getBytes(UTF_8));
    long one = CompressedSize.of(files).content();
    files.put("b", noise().getBytes(UTF_8));
    assertThat(CompressedSize.of(files).content()).isEqualTo(2 * one);
  }

  private static String noise() {
    return String.join("", tables().keySet());
  }

  /** Empty files whose names, in hexadecimal digits, hold {@value #TABLE_BYTES} bytes each. */
  private static SortedMap<String, byte[]> tables() {
    Random random = new Random(7);
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < TABLES; i++) {
      byte[] table = new byte[TABLE_BYTES];
      random.nextBytes(table);
      files.put(HexFormat.of().formatHex(table), new byte[0]);
    }
    return files;
  }
}

package dev.codecsmith.sandbox.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of the machine a language's processes see. */
class SystemFilesTest {
  @TempDir Path folder;

  private Path top;

  @BeforeEach
  void makeFiles() throws Exception {
    top = folder.toRealPath().resolve("top");
    for (String name :
        List.of("bin/tool", "lib/a.so", "lib/b.so", "lib/deep/er/c.so", "lib/test/d.so")) {
      Path file = top.resolve(name);
      Files.createDirectories(file.resolve("..").normalize());
      Files.writeString(file, name);
    }
    Files.createSymbolicLink(top.resolve("lib/link.so"), Path.of("b.so"));
  }

  private List<String> found(String... patterns) throws Exception {
    return SystemFiles.find(List.of(patterns), top).keySet().stream()
        .map(path -> path.replace(top + "/", ""))
        .toList();
  }

  @Test
  void aPatternIsAFileAGlobOrAllBelowAFolder() throws Exception {
    assertThat(found("{prefix}/bin/tool", "{prefix}/bin/none")).containsExactly("bin/tool");
    assertThat(found("{prefix}/*/?.so")).containsExactly("lib/a.so", "lib/b.so");
    assertThat(found("{prefix}/lib/deep/")).containsExactly("lib/deep/er/c.so");
  }

  @Test
  void whatIsTakenOutIsTakenOutOfWhatStandsBefore() throws Exception {
    assertThat(found("{prefix}/lib/", "!**/{test,deep}/**"))
        .containsExactly("lib/a.so", "lib/b.so", "lib/link.so");
    assertThat(found("!**/a.so", "{prefix}/lib/a.so")).containsExactly("lib/a.so");
  }

  @Test
  void aListThatDoesNotExistIsAFaultOfTheLanguagesFile() {
    assertThatThrownBy(() -> found("@nothing")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anImageHoldsCopiesThatEverybodyCanRead() throws Exception {
    Files.setLastModifiedTime(
        top.resolve("lib/a.so"), FileTime.from(Instant.ofEpochSecond(1_000_000)));
    Files.setPosixFilePermissions(
        top.resolve("lib/a.so"), PosixFilePermissions.fromString("rw-------"));
    SortedMap<String, Path> files = new TreeMap<>();
    files.put("/usr/lib/a.so", top.resolve("lib/a.so"));
    files.put("/usr/lib/link.so", top.resolve("lib/link.so"));
    SystemImage image = SystemImage.prepare(folder.resolve("cache"), files);

    Path copy = image.folder().resolve("usr/lib/a.so");
    assertThat(copy).hasContent("lib/a.so").isRegularFile();
    assertThat(Files.getLastModifiedTime(copy).toInstant())
        .isEqualTo(Instant.ofEpochSecond(1_000_000));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("r--r--r--");
    assertThat(image.folder().resolve("usr/lib/link.so")).hasContent("lib/b.so");
    assertThat(image.mounts())
        .containsExactly(Mount.readOnly(image.folder().resolve("usr"), "/usr"));
    assertThat(SystemImage.prepare(folder.resolve("cache"), files)).isEqualTo(image);

    Files.writeString(top.resolve("lib/b.so"), "it was updated");
    assertThat(SystemImage.prepare(folder.resolve("cache"), files)).isNotEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "python", "c", "cpp", "rust"})
  void noProgramSeesALibraryThatIsNotOnItsList(String name) throws Exception {
    Language language = Language.load(name);
    assertThat(SystemFiles.find(language.run().files(), Path.of("/usr")).keySet())
        .anyMatch(path -> path.endsWith("/libc.so.6"))
        .noneMatch(path -> path.matches(".*/lib(x26|av|aom|vpx|SvtAv1|dav1d|jpeg|webp).*"));
  }
}

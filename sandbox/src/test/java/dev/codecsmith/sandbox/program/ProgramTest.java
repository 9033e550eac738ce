package dev.codecsmith.sandbox.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.run.DirectProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
  private static final String MANIFEST = "{\"language\": \"java\", \"entry\": \"a.B\"}";

  @TempDir Path folder;

  private void write(String path, String text) throws Exception {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void aFolderIsReadWithItsFoldersAndWithoutItsManifestAndHiddenFiles() throws Exception {
    write("program.json", MANIFEST);
    write("a/B.java", "class B {}");
    write("a/notes.txt", "n");
    write(".git/config", "x");
    write("a/.hidden", "x");
    Program program = Program.load(folder);
    assertThat(program.language()).isEqualTo("java");
    assertThat(program.entry()).isEqualTo("a.B");
    assertThat(program.files()).isEqualTo(Map.of("a/B.java", "class B {}", "a/notes.txt", "n"));
  }

  @Test
  void aManifestMayNameAndDescribe() throws Exception {
    ProgramManifest manifest =
        ProgramManifest.parse(
            "{\"language\":\"c\",\"entry\":\"m\",\"name\":\"N\",\"description\":\"D\"}", "here");
    assertThat(manifest)
        .isEqualTo(new ProgramManifest("c", "m", Optional.of("N"), Optional.of("D"), List.of()));
  }

  @Test
  void aManifestIsReadAsItWasWritten() throws Exception {
    for (ProgramManifest manifest :
        List.of(
            new ProgramManifest("c", "m", Optional.empty(), Optional.empty(), List.of()),
            new ProgramManifest(
                "c", "m", Optional.of("\"N\"\n"), Optional.of("D"), List.of("a.c", "lib/")))) {
      assertThat(ProgramManifest.parse(manifest.toJson(), "here")).isEqualTo(manifest);
    }
    assertThat(ProgramManifest.of(Program.of("c", "m", Map.of("m", "")), Optional.empty()).toJson())
        .isEqualTo("{\"entry\":\"m\",\"language\":\"c\"}\n");
  }

  @Test
  void aManifestMaySayWhatMayBeEditedWhichIsNoPartOfTheIdentity() throws Exception {
    String manifest = "{\"language\":\"c\",\"entry\":\"m.c\"%s}";
    Files.writeString(folder.resolve("m.c"), "int a;");
    Files.writeString(folder.resolve("program.json"), manifest.formatted(""));
    Program free = Program.load(folder);
    Files.writeString(
        folder.resolve("program.json"), manifest.formatted(",\"editable\":[\"m.c\"]"));
    Program part = Program.load(folder);

    assertThat(free.editable()).isEmpty();
    assertThat(part.editable()).containsExactly("m.c");
    assertThat(part.sha256()).isEqualTo(free.sha256());
    for (String wrong : List.of("[]", "\"m.c\"", "[1]", "[\"../m.c\"]")) {
      Files.writeString(
          folder.resolve("program.json"), manifest.formatted(",\"editable\":" + wrong));
      assertThatThrownBy(() -> Program.load(folder))
          .isInstanceOf(InvalidProgramException.class)
          .hasMessageContaining("editable");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"language\":\"java\"}",
        "{\"language\":1,\"entry\":\"x\"}",
        "{\"language\":\"java\",\"entry\":\" \"}",
        "{\"language\":\"java\",\"entry\":\"x\",\"extra\":1}"
      })
  void aFaultyManifestIsNamedWithItsFile(String json) throws Exception {
    write("program.json", json);
    assertThatThrownBy(() -> Program.load(folder))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("program.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"language\":\"c\",\n\"language\":\"java\",\"entry\":\"x\"}",
        "{\"language\":\"c\",\"entry\":\"x\",\n\"language\":\"c\"}",
        "{\"entry\":\"x\",\"language\":\"c\",\n\"\\u006canguage\":null}"
      })
  void aKeyThatStandsTwiceIsToldWithItsLine(String json) {
    assertThatThrownBy(() -> ProgramManifest.parse(json, "p/program.json"))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageStartingWith("p/program.json, line 2, column ")
        .hasMessageEndingWith(": the key \"language\" stands here a second time.");
  }

  @Test
  void whatFollowsTheManifestIsAFault() {
    assertThatThrownBy(() -> ProgramManifest.parse(MANIFEST + "\n{}", "p/program.json"))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageStartingWith("p/program.json, line 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a%s\":1}",
        "{\"a\":1,\"x%1$s\":1,\"x%1$s\":1}",
        "{\"language\":%s}",
        "%s",
        "[[[%s"
      })
  void noManifestCanSteerATerminalOrFillAMessage(String json) {
    String hostile = "\u009b31m\u202e\u200b" + "x".repeat(1 << 20);
    assertThatThrownBy(() -> ProgramManifest.parse(json.formatted(hostile), "program.json"))
        .isInstanceOf(InvalidProgramException.class)
        .satisfies(ProgramTest::isShortAndPlain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b]0;title\u0007", "\u202efdp.exe", "a\nb", "7 MB"})
  void noNameCanSteerATerminalOrFillAMessage(String hostile) {
    String name = hostile.equals("7 MB") ? "x".repeat(7 << 20) : hostile;
    assertThat(Program.of("c", "m", Map.of(name, "")).fault())
        .hasValueSatisfying(fault -> assertThat(fault).hasSizeLessThan(1_000))
        .hasValueSatisfying(ProgramTest::isPlain);
    assertThat(Program.of("java", name.repeat(100), Map.of("A.java", "")).fault())
        .hasValueSatisfying(fault -> assertThat(fault).hasSizeLessThan(1_000))
        .hasValueSatisfying(ProgramTest::isPlain);
    assertThatThrownBy(() -> Toolchains.in(DirectProcesses.detect(), folder).of(name))
        .isInstanceOf(InvalidProgramException.class)
        .satisfies(ProgramTest::isShortAndPlain);
  }

  private static void isShortAndPlain(Throwable fault) {
    String message = String.valueOf(fault.getMessage());
    assertThat(message).hasSizeLessThan(1_000);
    isPlain(message);
  }

  private static void isPlain(String message) {
    assertThat(message.codePoints()).noneMatch(PlainText::isActive).doesNotContain((int) '\n');
  }

  @Test
  void aFolderWithoutManifestSaysWhatOneLooksLike() {
    assertThatThrownBy(() -> Program.load(folder))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("\"language\"");
  }

  @Test
  void aLinkIsNotFollowedOut() throws Exception {
    write("program.json", MANIFEST);
    Files.createSymbolicLink(folder.resolve("B.java"), Path.of("/etc/hostname"));
    assertThatThrownBy(() -> Program.load(folder))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("B.java is a link");
  }

  @Test
  void aLinkedFolderIsNotFollowedOut() throws Exception {
    write("program.json", MANIFEST);
    Files.createSymbolicLink(folder.resolve("etc"), Path.of("/etc"));
    assertThatThrownBy(() -> Program.load(folder)).isInstanceOf(InvalidProgramException.class);
  }

  @Test
  void aFileThatIsNoTextIsNamed() throws Exception {
    write("program.json", MANIFEST);
    Files.write(folder.resolve("B.java"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> Program.load(folder))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("B.java is not text");
  }

  @Test
  void tooManyFilesAreRefused() throws Exception {
    write("program.json", MANIFEST);
    for (int i = 0; i <= Program.MAX_FILES; i++) {
      write("f" + i, "");
    }
    assertThatThrownBy(() -> Program.load(folder))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("1001 files");
  }

  @Test
  void tooLargeAFileIsRefused() throws Exception {
    write("program.json", MANIFEST);
    write("B.java", "x".repeat((int) Program.MAX_BYTES + 1));
    assertThatThrownBy(() -> Program.load(folder))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/x", "../x", "a/../x", "a//x", "a/", ".x", "-x", "a/-x", "@x", "a b", "", "ä"
      })
  void namesThatAreNotThoseOfItsOwnFilesAreAFault(String path) {
    assertThat(Program.of("c", "m", Map.of(path, "")).fault())
        .hasValueSatisfying(fault -> assertThat(fault).contains("\"" + path + "\""));
  }

  @Test
  void theHashIsWhatItsDocumentationSays() {
    // Computed apart: printf '\0\0\0\1c\0\0\0\1m\0\0\0\3a.c\0\0\0\2hi' | sha256sum
    assertThat(Program.of("c", "m", Map.of("a.c", "hi")).sha256())
        .isEqualTo("b8904c1fb99513e3099b8f4dddfa0cedf35e4188943a4646c70f569d0779962b");
  }

  @Property(tries = 200, seed = "7")
  void theHashDependsOnEverythingAndOnNothingElse(
      @ForAll Map<String, String> files, @ForAll String entry, @ForAll String path) {
    Program program = Program.of("c", entry, files);
    TreeMap<String, String> reversed = new TreeMap<>(Comparator.reverseOrder());
    reversed.putAll(files);
    assertThat(new Program("c", entry, reversed).sha256()).isEqualTo(program.sha256());
    assertThat(Program.of("c", entry + "x", files).sha256()).isNotEqualTo(program.sha256());
    TreeMap<String, String> more = new TreeMap<>(files);
    more.merge(path, "more", String::concat);
    assertThat(Program.of("c", entry, more).sha256()).isNotEqualTo(program.sha256());
  }
}

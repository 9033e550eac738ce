package dev.codecsmith.sandbox.languages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.isolation.Sandboxes;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import dev.codecsmith.sandbox.toolchain.Language;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolchainsTest {
  @TempDir Path folder;

  private static Sandbox sandbox;
  private static Toolchains toolchains;

  private int builds;

  @BeforeAll
  static void findToolchains() {
    sandbox = Sandboxes.bubblewrap();
    toolchains = Toolchains.in(sandbox, Sandboxes.cache());
  }

  @AfterAll
  static void close() {
    if (toolchains != null) {
      toolchains.close();
    }
  }

  private static Toolchain toolchain(String language) throws InvalidProgramException {
    try {
      return toolchains.of(language);
    } catch (InfrastructureException e) {
      return Assumptions.abort("skipped: " + e.getMessage());
    }
  }

  private BuildResult build(Program program) throws Exception {
    Path directory = Files.createDirectories(folder.resolve("build" + builds++));
    return toolchain(program.language()).build(program, directory);
  }

  private BuiltProgram built(Program program) throws Exception {
    BuildResult result = build(program);
    assertThat(result).isInstanceOf(BuildResult.Built.class);
    return ((BuildResult.Built) result).program();
  }

  private String compileError(Program program) throws Exception {
    BuildResult result = build(program);
    assertThat(result).isInstanceOf(BuildResult.CompileError.class);
    return ((BuildResult.CompileError) result).message();
  }

  private static Program program(String language, String entry, String... files) {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < files.length; i += 2) {
      all.put(files[i], files[i + 1]);
    }
    return Program.of(language, entry, all);
  }

  /** Says its arguments, the size of its input, and what lies beside that. */
  private static Program sayer(String language) {
    return switch (language) {
      case "c" ->
          program(
              "c",
              "main.c",
              "main.c",
              """
              #include <stdio.h>
              #include "parts/size.h"
              int main(int n, char **words) {
                for (int i = 1; i < n; i++) printf("%s ", words[i]);
                printf("%ld\\n", size_of(words[2]));
              }
              """,
              "parts/size.h",
              "long size_of(const char *path);\n",
              "parts/size.c",
              """
              #include <stdio.h>
              #include "size.h"
              long size_of(const char *path) {
                FILE *f = fopen(path, "rb");
                fseek(f, 0, SEEK_END);
                return ftell(f);
              }
              """);
      case "cpp" ->
          program(
              "cpp",
              "main.cpp",
              "main.cpp",
              """
              #include <filesystem>
              #include <iostream>
              int main(int n, char **words) {
                for (int i = 1; i < n; i++) std::cout << words[i] << ' ';
                std::cout << std::filesystem::file_size(words[2]) << std::endl;
              }
              """);
      case "rust" ->
          program(
              "rust",
              "main.rs",
              "main.rs",
              """
              mod parts;
              fn main() {
                let words: Vec<String> = std::env::args().collect();
                println!("{} {}", words[1..].join(" "), parts::size(&words[2]));
              }
              """,
              "parts.rs",
              "pub fn size(path: &str) -> u64 { std::fs::metadata(path).unwrap().len() }\n");
      default ->
          program(
              "python",
              "main.py",
              "main.py",
              """
              import sys
              from parts.size import size
              print(*sys.argv[1:], size(sys.argv[2]))
              """,
              "parts/size.py",
              "import os\ndef size(path): return os.path.getsize(path)\n");
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "cpp", "rust", "python"})
  void aProgramOfManyFilesIsBuiltAndRunsBothItsHalves(String language) throws Exception {
    Toolchain toolchain = toolchain(language);
    BuiltProgram built = built(sayer(language));
    Path input = Files.writeString(folder.resolve("input"), "12345");
    Limits limits = Sandboxes.limits();
    assertThat(Sandboxes.run(sandbox, toolchain.encode(built, input, 40, limits)))
        .satisfies(ended -> {
          assertThat(ended.result().standardError()).isEmpty();
          assertThat(ended.output()).isEqualTo("encode /in/source.y4m 40 5\n");
        });
    assertThat(Sandboxes.run(sandbox, toolchain.decode(built, input, limits)).output())
        .isEqualTo("decode /in/bitstream 5\n");
    assertThat(built.size().content()).isPositive();
    assertThat(built.size().names()).isPositive();
    assertThat(toolchain.version()).isNotEqualTo(language);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "cpp", "rust", "python"})
  void aFaultIsReportedWithTheProgramsOwnFileNames(String language) throws Exception {
    Program program = sayer(language);
    Map<String, String> files = new TreeMap<>(program.files());
    files.put(program.entry(), "this is (wrong");
    assertThat(compileError(Program.of(language, program.entry(), files)))
        .contains(program.entry())
        .doesNotContain("/src/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "cpp", "rust", "python"})
  void anEntryThatIsNoFileOfTheProgramIsRefused(String language) throws Exception {
    assertThat(compileError(Program.of(language, "-x", sayer(language).files())))
        .contains("\"-x\" is not one of the program's files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "[", "lambda:"})
  void pythonNestedTooDeepIsToldWithoutATraceOfOurs(String nesting) throws Exception {
    String source = "x = " + nesting.repeat(200_000) + "1\n";
    assertThat(compileError(program("python", "a.py", "a.py", source, "b.py", "y = (")))
        .contains("a.py", "b.py")
        .doesNotContain("Traceback", "<string>")
        .hasSizeLessThan(20_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "cpp", "rust"})
  void aHugeLineHidesNoErrorOfACompiler(String language) throws Exception {
    String huge = "/* " + "x".repeat(1 << 20) + " */ ";
    Program program = sayer(language);
    Map<String, String> files = new TreeMap<>(program.files());
    files.put(program.entry(), huge + "first;\n" + huge + "second;\n");
    assertThat(compileError(Program.of(language, program.entry(), files)))
        .contains(program.entry() + ":1", "first")
        .hasSizeLessThan(70_000);
  }

  @Test
  void aCompilerCannotIncludeAFileOfTheHost() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.h"), "#error the secret is Xyzzy\n");
    String program = "#include \"%s\"\n#include \"/etc/shadow\"\nint main() {}\n".formatted(secret);
    assertThat(compileError(program("c", "a.c", "a.c", program)))
        .contains("No such file")
        .doesNotContain("Xyzzy", "root:");
  }

  @Test
  void anAssemblerCannotIncludeAFileOfTheHost() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "the secret is 42\n");
    String program = "__asm__(\".incbin \\\"%s\\\"\"); int main() {}".formatted(secret);
    assertThat(compileError(program("c", "a.c", "a.c", program))).contains("not found");
  }

  @Test
  void aProgramOfNumpyRunsWhereThereIsNumpy() throws Exception {
    Assumptions.assumeTrue(
        toolchain("python").version().contains("with NumPy"), "skipped: no NumPy here");
    BuiltProgram built =
        built(program("python", "a.py", "a.py", "import numpy\nprint(numpy.arange(4).sum())\n"));
    Path input = Files.writeString(folder.resolve("input"), "");
    assertThat(
            Sandboxes.run(sandbox, toolchain("python").decode(built, input, Sandboxes.limits()))
                .output())
        .isEqualTo("6\n");
  }

  /** The host's packages can be imported, but nothing that they hook into Python's start runs. */
  @Test
  void aPythonProgramIsTheMainModuleAndStartsWithoutTheHostsHooks() throws Exception {
    BuiltProgram built =
        built(
            program(
                "python",
                "codec/main.py",
                "codec/main.py",
                """
                import sys
                from dataclasses import dataclass
                from near import twice
                @dataclass
                class Pair:
                    a: "int"
                print(__name__, __file__, sys.argv[0], sys.path[0], twice(Pair(2).a))
                print(sorted(name for name in globals() if name[0] != "_"))
                print([name for name in ("sitecustomize", "usercustomize") if name in sys.modules])
                print(any(path.endswith("-packages") for path in sys.path))
                exit(3)
                """,
                "codec/near.py",
                "def twice(x): return 2 * x\n"));
    Path input = Files.writeString(folder.resolve("input"), "");
    Sandboxes.Ended ended =
        Sandboxes.run(sandbox, toolchain("python").decode(built, input, Sandboxes.limits()));
    assertThat(ended.output())
        .isEqualTo(
            """
            __main__ /program/codec/main.py /program/codec/main.py /program/codec 4
            ['Pair', 'dataclass', 'sys', 'twice']
            []
            True
            """);
    assertThat(ended.result().outcome()).isEqualTo(new RunOutcome.Crashed(3, Optional.empty()));
  }

  @Test
  void aPythonProgramThatCrashesIsToldItsOwnFileAndLine() throws Exception {
    BuiltProgram built = built(program("python", "a.py", "a.py", "x = 1\nraise ValueError(x)\n"));
    Path input = Files.writeString(folder.resolve("input"), "");
    assertThat(
            Sandboxes.run(sandbox, toolchain("python").decode(built, input, Sandboxes.limits()))
                .result()
                .standardError())
        .contains("File \"/program/a.py\", line 2", "ValueError: 1");
  }

  @Test
  void aLanguageThatDoesNotExistIsTheProgramsFault() {
    assertThatThrownBy(() -> toolchains.of("cobol"))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("java, python, c, cpp, rust");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "cpp", "rust"})
  void aMissingToolIsTheMachinesFaultAndSaysWhatToInstall(String language) {
    Toolchains none = Toolchains.in(sandbox, Sandboxes.cache(), List.of(folder));
    assertThatThrownBy(() -> none.of(language))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("apt-get install");
  }

  @Test
  void everyLanguageHasAFileThatCanBeRead() {
    assertThat(Toolchains.languages())
        .allSatisfy(name -> assertThat(Language.load(name).language()).isEqualTo(name));
  }
}

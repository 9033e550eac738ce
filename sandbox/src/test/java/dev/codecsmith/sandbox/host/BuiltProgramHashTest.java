package dev.codecsmith.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.isolation.Sandboxes;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a build names is what it was made of, not what was asked for. */
class BuiltProgramHashTest {
  @TempDir private Path folder;

  private BuildResult built(Sandbox sandbox, Program program) throws Exception {
    try (Toolchains toolchains = Toolchains.in(sandbox, Sandboxes.cache())) {
      Path directory = Files.createTempDirectory(folder, "build");
      return toolchains.of(program.language()).build(program, directory);
    } catch (InfrastructureException e) {
      return Assumptions.abort("skipped: " + e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "c, main.c, 'int main(void) { return 0; }'",
    "python, main.py, 'print(1)'",
    "java, Main, 'class Main {}'"
  })
  void whatWasAskedForIsWhatWasBuilt(String language, String entry, String text) throws Exception {
    String file = entry.contains(".") ? entry : entry + ".java";
    Program program =
        Program.of(language, entry, Map.of(file, text, "parts/table.txt", "1 2 3 äöü\n"));
    BuildResult result = built(Sandboxes.bubblewrap(), program);
    assertThat(result).isInstanceOf(BuildResult.Built.class);
    assertThat(result.programSha256()).isEqualTo(program.sha256());
    Program wrong = Program.of(language, entry, Map.of(file, "(", "parts/table.txt", "4"));
    BuildResult refused = built(Sandboxes.bubblewrap(), wrong);
    assertThat(refused).isInstanceOf(BuildResult.CompileError.class);
    assertThat(refused.programSha256()).isEqualTo(wrong.sha256());
  }

  @ParameterizedTest
  @CsvSource({"c, main.c, 'int main(void) { return 0; }\n'", "python, main.py, 'print(1)\n'"})
  void sourcesThatWereChangedBeforeTheBuildAreNamedAsTheyWere(
      String language, String entry, String text) throws Exception {
    Program program = Program.of(language, entry, Map.of(entry, text));
    BuildResult result = built(new Changing(Sandboxes.bubblewrap(), entry), program);
    assertThat(result).isInstanceOf(BuildResult.Built.class);
    assertThat(result.programSha256())
        .isEqualTo(Program.of(language, entry, Map.of(entry, text + "\n")).sha256());
  }

  @Test
  void refusedProgramIsNamedAsItWasLookedAt() throws Exception {
    Program program = Program.of("c", "none.c", Map.of("main.c", "int main(void) { return 0; }"));
    assertThat(built(Sandboxes.bubblewrap(), program).programSha256()).isEqualTo(program.sha256());
  }

  /** Adds a line to a source file before anything sees it, as a faulty disk or harness might. */
  private record Changing(Sandbox sandbox, String file) implements Sandbox {
    @Override
    public SandboxRun start(SandboxCommand command) throws InfrastructureException {
      for (Mount mount : command.mounts()) {
        Path source = mount.host().resolve(file);
        if (Files.isRegularFile(source)) {
          try {
            Files.writeString(source, "\n", StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw InfrastructureException.of(e);
          }
        }
      }
      return sandbox.start(command);
    }

    @Override
    public String description() {
      return sandbox.description();
    }
  }
}

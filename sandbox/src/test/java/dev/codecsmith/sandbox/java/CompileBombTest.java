package dev.codecsmith.sandbox.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.Codec;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.host.HostCommand;
import dev.codecsmith.sandbox.isolation.HostState;
import dev.codecsmith.sandbox.isolation.Sandboxes;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.HostTool;
import dev.codecsmith.sandbox.toolchain.Language;
import dev.codecsmith.sandbox.toolchain.ProcessToolchain;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that attack their compiler. Each is a compile error, and the next build is as good. */
class CompileBombTest {
  private static final Limits LIMITS =
      Limits.ofBuilds()
          .withTime(Duration.ofSeconds(4), Duration.ofSeconds(60))
          .withMemoryBytes(320 * Limits.MEBIBYTE);

  @TempDir Path folder;

  private Sandbox sandbox;
  private int builds;

  @BeforeEach
  void findSandbox() {
    sandbox = Sandboxes.bubblewrap();
  }

  private ProcessToolchain toolchain(String name) {
    Language language = Language.load(name);
    try {
      HostTool tool = HostTool.find(language, HostCommand.searchPath());
      return ProcessToolchain.of(sandbox, language, tool, Sandboxes.cache(), LIMITS);
    } catch (InfrastructureException e) {
      return Assumptions.abort("skipped: " + e.getMessage());
    }
  }

  private BuildResult build(Toolchain toolchain, String entry, String file, String text)
      throws Exception {
    Program program = Program.of(toolchain.language(), entry, Map.of(file, text));
    return toolchain.build(program, Files.createDirectories(folder.resolve("b" + builds++)));
  }

  private static String message(BuildResult result) {
    assertThat(result).isInstanceOf(BuildResult.CompileError.class);
    return ((BuildResult.CompileError) result).message();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#include __FILE__\nint main() {}",
        "#include \"/dev/zero\"\nint main() {}",
        "#include \"/dev/urandom\"\nint main() {}",
        "char huge[2000000000] = {1}; int main() {}",
        "__asm__(\".rept 1000000000\\n.quad 1\\n.endr\"); int main() {}",
        "__asm__(\".space 100000000000, 1\"); int main() {}",
        "#define A(x) x x x x x x x x x x\n#define B(x) A(A(A(A(x))))\nint y = 0 B(B(B(+ 1)));",
      })
  void ofC(String text) throws Exception {
    HostState before = HostState.now();
    assertThat(message(build(toolchain("c"), "a.c", "a.c", text))).isNotBlank();
    assertThat(HostState.now()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "template<int n> struct A : A<n + 1> {}; A<0> a; int main() {}",
        "constexpr long f(long n) { return n < 0 ? 0 : f(n + 1); } constexpr long x = f(0);"
            + " int main() {}",
      })
  void ofCpp(String text) throws Exception {
    assertThat(message(build(toolchain("cpp"), "a.cpp", "a.cpp", text))).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "macro_rules! m { ($($x:tt)*) => { m!($($x)* $($x)*) } } fn main() { m!(a); }",
        "include_str!(\"/etc/shadow\"); fn main() {}",
        "fn main() { println!(\"{}\", include_str!(\"/proc/self/environ\")); compile_error!(\"x\") }"
      })
  void ofRust(String text) throws Exception {
    assertThat(message(build(toolchain("rust"), "a.rs", "a.rs", text)))
        .isNotBlank()
        .doesNotContain("root:");
  }

  @Test
  void ofPython() throws Exception {
    String deep = "x = " + "(".repeat(50_000) + ")".repeat(50_000);
    assertThat(message(build(toolchain("python"), "a.py", "a.py", deep)))
        .contains("too many nested parentheses");
  }

  @Test
  void ofJava() throws Exception {
    try (JavaToolchain java =
        JavaToolchain.of(
            sandbox,
            Path.of(System.getProperty("java.home")),
            JarMaker.codeSource(Codec.class),
            Sandboxes.cache(),
            LIMITS)) {
      String doubling =
          "class A { static final String S0 = \"x\";"
              + String.join(
                  "",
                  IntStream.range(0, 60)
                      .mapToObj(
                          i -> "static final String S" + (i + 1) + " = S" + i + " + S" + i + ";")
                      .toList())
              + "}";
      String nested =
          "class A { int x = " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + "; }";
      String endlessSubtype =
          "interface N<Z> {} class A<X> implements N<N<? super A<A<X>>>> {"
              + " N<? super A<Byte>> cast(A<Byte> c) { return c; } }";
      for (String bomb : new String[] {doubling, nested, endlessSubtype}) {
        assertThat(message(build(java, "A", "A.java", bomb))).isNotBlank();
        assertThat(build(java, "A", "A.java", "public class A {}"))
            .isInstanceOf(BuildResult.Built.class);
      }
    }
  }

  @Test
  void aClassOfTheHarnessCannotBeReplaced() throws Exception {
    try (JavaToolchain java = JavaToolchain.detect(sandbox, Sandboxes.cache())) {
      assertThat(
              message(
                  build(
                      java,
                      "dev.codecsmith.codec.host.CodecHost",
                      "CodecHost.java",
                      "package dev.codecsmith.codec.host; public class CodecHost {}")))
          .contains("belong to the harness");
    }
  }

  @Test
  void flagsOfTheVirtualMachineCannotBeSmuggledIn() throws Exception {
    try (JavaToolchain java = JavaToolchain.detect(sandbox, Sandboxes.cache())) {
      for (String entry : new String[] {"@args", "-version", "A -version", "-jar", "a/../B"}) {
        assertThat(message(build(java, entry, "A.java", "public class A {}")))
            .contains("is no class name");
      }
    }
  }

  @Test
  void flagsOfTheCompilerCannotBeSmuggledIn() {
    for (String name : new String[] {"@args", "-o", "-fplugin=x.so", "a b.c", "a;b.c", "$(id).c"}) {
      assertThat(Program.of("c", name, Map.of(name, "int main() {}")).fault()).isPresent();
    }
  }
}

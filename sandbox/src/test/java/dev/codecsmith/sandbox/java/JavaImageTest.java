package dev.codecsmith.sandbox.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.Codec;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.isolation.Sandboxes;
import dev.codecsmith.sandbox.java.JavaImage.Archive;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaImageTest {
  @TempDir Path cache;

  private final AtomicInteger trainings = new AtomicInteger();

  private JavaImage prepare(String key, JavaImage.Trainer trainer) throws InfrastructureException {
    return JavaImage.prepare(cache, JarMaker.codeSource(Codec.class), key, trainer);
  }

  private void train(JavaImage image) throws IOException {
    trainings.incrementAndGet();
    Files.writeString(image.folder().resolve(Archive.ENCODE.fileName()), "archive");
  }

  @Test
  void anImageIsMadeOnceAndKept() throws Exception {
    JavaImage first = prepare("key", this::train);
    JavaImage second = prepare("key", this::train);
    assertThat(second).isEqualTo(first);
    assertThat(trainings).hasValue(1);
    assertThat(second.archive(Archive.ENCODE)).isPresent();
    assertThat(second.archive(Archive.DECODE)).isEmpty();
    assertThat(second.hostJar()).exists();
    assertThat(second.compilerJar()).exists();
  }

  @Test
  void anotherJdkHasAnotherImage() throws Exception {
    assertThat(prepare("one", this::train)).isNotEqualTo(prepare("other", this::train));
  }

  @Test
  void whatCannotBeArchivedIsDoneWithoutAndTriedAgain() throws Exception {
    JavaImage image =
        prepare(
            "key",
            _ -> {
              throw new IOException("no space");
            });
    assertThat(image.hostJar()).exists();
    assertThat(image.archive(Archive.ENCODE)).isEmpty();
    assertThat(prepare("key", this::train).archive(Archive.ENCODE)).isPresent();
  }

  @Test
  void processesStartFromTheArchive() throws Exception {
    Sandbox sandbox = Sandboxes.bubblewrap();
    String text =
        """
        import dev.codecsmith.codec.*;
        import java.io.*;

        public class A implements Codec {
          public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

          public void decode(InputStream in, FrameWriter frames) throws IOException {
            frames.start(new VideoFormat(16, 16, 25, 1, ChromaFormat.YUV420, 8));
            for (;;) frames.write(new Frame(new VideoFormat(16, 16, 25, 1, ChromaFormat.YUV420, 8)));
          }
        }
        """;
    try (JavaToolchain java = JavaToolchain.detect(sandbox, Sandboxes.cache())) {
      Path directory = Files.createDirectories(cache.resolve("built"));
      BuildResult result = java.build(Program.of("java", "A", Map.of("A.java", text)), directory);
      assertThat(result).isInstanceOf(BuildResult.Built.class);
      BuiltProgram built = ((BuildResult.Built) result).program();
      Path bitstream = Files.writeString(cache.resolve("bitstream"), "");
      SandboxCommand decode = java.decode(built, bitstream, Sandboxes.limits());
      try (SandboxRun run = sandbox.start(decode)) {
        assertThat(run.standardOutput().read()).as("it runs").isNotNegative();
        assertThat(mappedByOurDescendants()).contains("archive.aot");
      }
    }
  }

  /** What the processes below this one have mapped into memory, as the kernel tells the host. */
  private static String mappedByOurDescendants() {
    StringBuilder all = new StringBuilder();
    ProcessHandle.current()
        .descendants()
        .forEach(process -> {
          try {
            all.append(Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps")));
          } catch (IOException e) {
            // It is closed to us, as the first process of a sandbox is, or has ended.
          }
        });
    return all.toString();
  }

  @Test
  void aJarIsTheSameEachTimeItIsMade() throws Exception {
    Path source = JarMaker.codeSource(Codec.class);
    byte[] jar = new JarMaker().addClasses(source, "").bytes();
    assertThat(new JarMaker().addClasses(source, "").bytes()).isEqualTo(jar);
    Path file = Files.write(cache.resolve("api.jar"), jar);
    assertThat(new JarMaker().addClasses(file, "").bytes()).isEqualTo(jar);
  }
}

package dev.codecsmith.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.Codec;
import dev.codecsmith.sandbox.JavaImage.Archive;
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
        import java.nio.file.*;

        public class A implements Codec {
          public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

          public void decode(InputStream in, FrameWriter frames) throws IOException {
            System.err.println(Files.readString(Path.of("/proc/self/maps")));
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
      assertThat(Sandboxes.run(sandbox, decode).result().standardError()).contains("/archive.aot");
    }
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

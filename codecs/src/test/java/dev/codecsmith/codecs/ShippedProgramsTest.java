package dev.codecsmith.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedProgramsTest {

  @Test
  void theLadderIsListedFromTheWeakestToTheStrongest() {
    assertThat(ShippedPrograms.all())
        .extracting(ShippedProgram::name)
        .containsExactly("intra", "motion", "subpel", "mixing", "matching");
    assertThat(ShippedPrograms.all())
        .allSatisfy(program -> {
          assertThat(program.language()).isEqualTo("java");
          assertThat(program.description()).isNotBlank();
          String entryFile = program.entry().replace('.', '/') + ".java";
          assertThat(program.files()).containsKey(entryFile);
          assertThat(program.files().keySet())
              .allMatch(path -> path.startsWith(program.name() + "/"));
          assertThat(program.files().values())
              .allMatch(text -> text.startsWith("package " + program.name() + ";"));
        });
  }

  @Test
  void onlyTheStrongestAreTooSlowToBeTriedUnasked() {
    assertThat(ShippedPrograms.all())
        .filteredOn(ShippedProgram::slow)
        .extracting(ShippedProgram::name)
        .containsExactly("mixing", "matching");
  }

  @Test
  void aProgramIsFoundByItsName() {
    assertThat(ShippedPrograms.find("motion").orElseThrow().entry())
        .isEqualTo("motion.MotionCodec");
    assertThat(ShippedPrograms.find("perpetual")).isEmpty();
  }

  @Test
  void aJarHoldsTheSameProgramsAsTheFolder(@TempDir Path directory) throws IOException {
    Path jar = directory.resolve("codecs with space.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      add(out, "programs/index", "subpel\n");
      ShippedProgram program = ShippedPrograms.find("subpel").orElseThrow();
      add(
          out,
          "programs/subpel/program.json",
          "{\"language\": \"java\", \"entry\": \""
              + program.entry()
              + "\", \"description\":\""
              + program.description()
              + "\"}");
      for (var source : program.files().entrySet()) {
        add(out, "programs/subpel/" + source.getKey(), source.getValue());
      }
    }

    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      assertThat(ShippedPrograms.all(loader))
          .containsExactly(ShippedPrograms.find("subpel").orElseThrow());
    }
  }

  @Test
  void aProgramWithoutManifestIsNamed(@TempDir Path directory) throws IOException {
    Files.createDirectories(directory.resolve("programs"));
    Files.writeString(directory.resolve("programs/index"), "lost\n");

    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
      assertThatThrownBy(() -> ShippedPrograms.all(loader))
          .hasMessageContaining("programs/lost/program.json");
    }
  }

  private static void add(JarOutputStream out, String name, String text) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    out.closeEntry();
  }
}

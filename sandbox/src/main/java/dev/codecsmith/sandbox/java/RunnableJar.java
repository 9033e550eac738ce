package dev.codecsmith.sandbox.java;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codecsmith.codec.Codec;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import dev.codecsmith.sandbox.toolchain.ProgramFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A built program as one jar that {@code java -jar} runs: {@code java -jar codec.jar ENTRY …}. */
public final class RunnableJar {
  private static final String MANIFEST =
      "Manifest-Version: 1.0\r\nMain-Class: " + JavaCommands.CODEC_HOST + "\r\n\r\n";

  private RunnableJar() {}

  /**
   * The jar's bytes, which depend on nothing but the program and the host that runs it.
   *
   * @param program built by {@link JavaToolchain}
   */
  public static byte[] of(BuiltProgram program) throws InfrastructureException {
    try {
      // The host's own names come last: no file of a program takes their place.
      return new JarMaker()
          .add(files(program))
          .addClasses(JarMaker.codeSource(Codec.class), "")
          .add(Map.of("META-INF/MANIFEST.MF", MANIFEST.getBytes(UTF_8)))
          .bytes();
    } catch (InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw new InfrastructureException(
          "The built program cannot be read from " + program.directory() + ": " + e.getMessage(),
          e);
    }
  }

  private static Map<String, byte[]> files(BuiltProgram program) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream jar =
        new ZipInputStream(
            Files.newInputStream(
                ProgramFiles.program(program.directory()).resolve(JavaCommands.PROGRAM_JAR)))) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        files.put(entry.getName(), jar.readAllBytes());
      }
    }
    return files;
  }
}

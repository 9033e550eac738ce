package dev.codecsmith.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process leaves behind is removed by the next, and what lives is left alone. */
class TemporaryFoldersTest {
  @TempDir private Path temporary;

  /** Makes a folder with a file in it, says where, and ends at a line. */
  static final class Owner {
    public static void main(String[] arguments) throws Exception {
      Path folder = TemporaryFolders.create("test");
      Path _ = Files.writeString(folder.resolve("file"), "something");
      System.out.println(folder);
      System.out.flush();
      int _ = System.in.read();
      Folders.remove(folder);
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            Owner.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path madeBy(Process process) throws IOException {
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    return Path.of(said.readLine());
  }

  /**
   * What others may have put there, with links to files of ours or with a name that never opens.
   */
  @Test
  void foldersThatOthersCouldWriteToAreLeftAlone() throws Exception {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Path kept = Files.writeString(elsewhere.resolve("kept"), "something");
    Files.writeString(elsewhere.resolve(".lock"), "");
    Files.createSymbolicLink(temporary.resolve("codecsmith-process-link"), elsewhere);
    Path open = Files.createDirectories(temporary.resolve("codecsmith-process-open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(open.resolve(".lock"), "");
    Path linked = Files.createDirectories(temporary.resolve("codecsmith-process-linked"));
    Files.setPosixFilePermissions(linked, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(linked.resolve(".lock"), kept);
    Path piped = Files.createDirectories(temporary.resolve("codecsmith-process-piped"));
    Files.setPosixFilePermissions(piped, PosixFilePermissions.fromString("rwx------"));
    assertThat(new ProcessBuilder("mkfifo", piped.resolve(".lock").toString()).start().waitFor())
        .isZero();
    Process process = start();
    try {
      Path _ = madeBy(process);
      process.outputWriter().close();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(kept).hasContent("something");
    assertThat(open.resolve(".lock")).exists();
    assertThat(linked).exists();
    assertThat(piped).exists();
  }

  @Test
  void foldersOfAKilledProcessAreRemovedByTheNextAndThoseOfALivingOneAreNot() throws Exception {
    Process killed = start();
    Process living = start();
    Process next = null;
    try {
      Path dead = madeBy(killed);
      Path alive = madeBy(living);
      killed.destroyForcibly().waitFor();
      assertThat(dead.resolve("file")).exists();
      next = start();
      Path made = madeBy(next);
      assertThat(dead.getParent()).doesNotExist();
      assertThat(alive.resolve("file")).exists();
      assertThat(made.resolve("file")).exists();
      for (Process each : new Process[] {living, next}) {
        each.outputWriter().close();
        assertThat(each.waitFor()).isZero();
      }
    } finally {
      killed.destroyForcibly();
      living.destroyForcibly();
      if (next != null) {
        next.destroyForcibly();
      }
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).as("a process that ends takes its own with it").isEmpty();
    }
  }
}

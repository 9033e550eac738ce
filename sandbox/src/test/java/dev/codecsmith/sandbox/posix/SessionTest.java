package dev.codecsmith.sandbox.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionTest {
  /** Puts a sleeper into a process group of its own, which holds a pipe open and tells its id. */
  private static final String IN_ANOTHER_GROUP =
      "timeout 1000 sh -c 'echo $$ > part; mv part pid; exec sleep 1000' > held 2>&1 & ";

  @TempDir private Path folder;

  private Process start(String script) throws Exception {
    return new ProcessBuilder("setsid", "sh", "-c", script).directory(folder.toFile()).start();
  }

  /** The process group of the sleeper, once it sleeps. */
  private long groupOfTheSleeper() throws Exception {
    while (Files.notExists(folder.resolve("pid"))) {
      LockSupport.parkNanos(1_000_000);
    }
    return field(2, Long.parseLong(Files.readString(folder.resolve("pid")).strip()));
  }

  @Test
  void aSessionIsKilledInAllItsGroupsWithItsLeaderOrWithoutIt() throws Exception {
    Path held = NamedPipe.create(folder.resolve("held"));
    for (String leader : new String[] {"wait", "exit 0"}) {
      Files.deleteIfExists(folder.resolve("pid"));
      Process process = start(IN_ANOTHER_GROUP + leader);
      try (InputStream fromTheSleeper = Files.newInputStream(held)) {
        if (leader.startsWith("exit")) {
          assertThat(process.waitFor()).isZero();
        }
        assertThat(groupOfTheSleeper()).isNotEqualTo(process.pid());
        Session.kill(process.toHandle());
        assertThat(fromTheSleeper.read()).isEqualTo(-1);
        int _ = process.waitFor();
      }
    }
  }

  @Test
  void whereAnotherProcessHasTheNumberNobodyIsKilled() throws Exception {
    Process process = start("exec sleep 1000");
    try {
      ProcessHandle earlier =
          (ProcessHandle)
              Proxy.newProxyInstance(
                  SessionTest.class.getClassLoader(),
                  new Class<?>[] {ProcessHandle.class},
                  (_, method, _) -> {
                    assertThat(method.getName()).isEqualTo("pid");
                    return process.pid();
                  });
      while (field(3, process.pid()) != process.pid()) {
        LockSupport.parkNanos(1_000_000);
      }
      Session.kill(earlier);
      assertThat(process.isAlive()).isTrue();
      Session.kill(process.toHandle());
      assertThat(process.waitFor()).isEqualTo(128 + Child.SIGKILL);
    } finally {
      process.destroyForcibly();
    }
  }

  /** A number of a process's {@code stat}, from 0 behind its name. */
  private static long field(int index, long pid) throws Exception {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), ISO_8859_1);
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[index]);
  }
}

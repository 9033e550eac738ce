package dev.codecsmith.evolve.models.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandSessionTest {
  @TempDir Path folder;

  @Test
  void whatACommandLeavesInAnotherProcessGroupIsKilledAsWell() throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
                "sh", "-c", "timeout 1000 sleep 1000 > /dev/null 2>&1 & echo $! > pid; exit 0")
            .directory(folder.toFile());
    try (CommandSession session = CommandSession.start(command)) {
      assertThat(session.process().waitFor()).isZero();
      long left = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
      while (group(left) == session.process().pid()) {
        // It has yet to put itself into a group of its own.
        LockSupport.parkNanos(1_000_000);
      }
      ProcessHandle timeout = ProcessHandle.of(left).orElseThrow();
      session.kill();
      assertThat(timeout.onExit().orTimeout(1, TimeUnit.MINUTES).join().isAlive()).isFalse();
    }
  }

  private static long group(long pid) throws Exception {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), ISO_8859_1);
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2]);
  }
}

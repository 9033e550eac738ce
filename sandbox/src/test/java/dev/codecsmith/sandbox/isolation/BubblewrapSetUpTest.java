package dev.codecsmith.sandbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.Spawner;
import dev.codecsmith.sandbox.run.ChildPipes;
import dev.codecsmith.sandbox.run.InitStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a bubblewrap that does something else than to set up a sandbox. */
class BubblewrapSetUpTest {

  private static void setUp(String script, Duration patience) throws Exception {
    try (ChildPipes pipes = ChildPipes.open(false);
        LaunchFiles files = LaunchFiles.open(new byte[0], new byte[0], new byte[0], List.of());
        InitStatus status = files.takeStatus()) {
      Child child =
          Spawner.spawn("/bin/sh", List.of("sh", "-c", script), List.of(), files.with(pipes));
      pipes.closeChildsEnds();
      files.closeChildsEnds();
      try {
        new BubblewrapSetUp(child, files, status, pipes.error(), patience).await(Optional.empty());
      } finally {
        child.kill(true);
        child.close();
      }
    }
  }

  @Test
  void oneThatDoesNothingIsNotWaitedForWithoutEnd() {
    assertThatThrownBy(() -> setUp("exec sleep 1000", Duration.ofMillis(50)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("has not ended in time");
  }

  @Test
  void oneThatStopsHalfWayIsNotWaitedForWithoutEnd() {
    String half = "printf '{ \"child-pid\": %d }' $$ >&4; exec sleep 1000";
    assertThatThrownBy(() -> setUp(half, Duration.ofMillis(300)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("has not ended in time");
  }

  /** As when bubblewrap and its child were killed and the child's number was given away. */
  @Test
  void aProcessThatIsNotItsChildIsLeftAlone() throws Exception {
    Process other = new ProcessBuilder("cat").start();
    try {
      String named = "printf '{ \"child-pid\": %d }' " + other.pid() + " >&4; exit 1";
      assertThatThrownBy(() -> setUp(named, Duration.ofSeconds(60)))
          .isInstanceOf(InfrastructureException.class);
      // Had it been killed, it would not answer any more.
      other.outputWriter().append("still here\n").flush();
      assertThat(other.inputReader().readLine()).isEqualTo("still here");
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void oneThatEndsIsToldInItsOwnWords() {
    assertThatThrownBy(() -> setUp("echo no luck >&2; exit 1", Duration.ofSeconds(60)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("no luck");
    String later = "printf '{ \"child-pid\": %d }' $$ >&4; echo no filter >&2; exit 1";
    assertThatThrownBy(() -> setUp(later, Duration.ofSeconds(60)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("no filter");
  }

  /** Such as a machine whose memory for filters is used up. */
  @Test
  void aStepOfTheFirstProcessThatFailsIsTheMachinesFault() {
    String filter =
        "printf '{ \"child-pid\": %d }' $$ >&4;"
            + " printf '\\2\\0\\0\\0\\11\\0\\0\\0\\14\\0\\0\\0\\0\\0\\0\\0' >&9; exit 125";
    assertThatThrownBy(() -> setUp(filter, Duration.ofSeconds(60)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage("The sandbox cannot be set up on this machine: filter: Cannot allocate memory");
  }

  @Test
  void whatLiesOnAFileSystemMountedNoexecIsKnown() throws Exception {
    List<String> mounts =
        List.of(
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda rw",
            "30 22 0:5 / /mnt/my\\040disk rw,nosuid,noexec,relatime - tmpfs none rw",
            "31 30 0:6 / /mnt/my\\040disk/in rw,relatime - tmpfs none rw",
            "32 22 0:7 / /over rw,noexec - tmpfs none rw",
            "33 22 0:8 / /over rw - tmpfs none rw");
    assertThat(MountRights.forbidExecution(Path.of("/mnt/my disk/a"), mounts)).isTrue();
    assertThat(MountRights.forbidExecution(Path.of("/mnt/my disk/in/a"), mounts)).isFalse();
    assertThat(MountRights.forbidExecution(Path.of("/mnt/a"), mounts)).isFalse();
    assertThat(MountRights.forbidExecution(Path.of("/over/a"), mounts)).isFalse();
    assertThat(MountRights.forbidExecution(Path.of("/bin/sh"))).isFalse();
  }
}

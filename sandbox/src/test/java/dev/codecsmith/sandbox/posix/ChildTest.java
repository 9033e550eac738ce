package dev.codecsmith.sandbox.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChildTest {
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private Child start(String script) throws Exception {
    Descriptor nothing = Descriptor.forChild(Path.of("/dev/null"));
    opened.add(nothing);
    Child child =
        Spawner.spawn(
            "/bin/sh",
            List.of("sh", "-c", script),
            List.of("PATH=/usr/bin:/bin"),
            List.of(nothing, nothing, nothing));
    opened.add(child);
    return child;
  }

  private static boolean exists(Child child) {
    return Files.exists(Path.of("/proc", Integer.toString(child.pid())));
  }

  private static Child.End awaitEnd(Child child) throws Exception {
    while (true) {
      Descriptor.poll(List.of(child.handle()), 100);
      Optional<Child.End> end = child.reap();
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  @Test
  void closingAChildThatRunsKillsAndReapsIt() throws Exception {
    Child child = start("while :; do sleep 1; done");
    child.close();
    assertThat(exists(child)).isFalse();
    assertThat(child.reap().map(Child.End::signal)).contains(Child.SIGKILL);
  }

  @Test
  void anEndedChildKeepsItsNumberUntilItIsReaped() throws Exception {
    Child child = start("exit 5");
    Descriptor.poll(List.of(child.handle()), 30_000);
    assertThat(child.hasEnded()).isTrue();
    List<Integer> seen = new ArrayList<>();
    child.whileUnreaped(seen::add);
    assertThat(seen).containsExactly(child.pid());

    assertThat(awaitEnd(child).exitCode()).isEqualTo(5);
    child.whileUnreaped(seen::add);
    assertThat(seen).hasSize(1);
    assertThat(child.hasEnded()).isTrue();
    assertThat(child.reap().map(Child.End::exitCode)).contains(5);
  }

  @Test
  void aHandleThatIsClosedReachesNobodyWhoHasItsNumberNow() throws Exception {
    Child first = start("while :; do sleep 1; done");
    Child second = start("while :; do sleep 1; done");
    Descriptor closed = Child.handleOf(first.pid());
    closed.close();
    try (Descriptor reused = Child.handleOf(second.pid())) {
      assertThat(reused.number()).isEqualTo(closed.number());
      Child.kill(closed);
      assertThat(second.hasEnded()).isFalse();
      Child.kill(reused);
    }
    assertThat(awaitEnd(second).signal()).isEqualTo(Child.SIGKILL);
    assertThat(first.hasEnded()).isFalse();
  }

  @Test
  void aProcessIsKilledByItsNumberOnlyIfItIsTheOneThatIsMeant() throws Exception {
    Child child = start("while :; do sleep 1; done");
    Child.killIf(child.pid(), () -> false);
    assertThat(child.hasEnded()).isFalse();
    Child.killIf(child.pid(), () -> true);
    assertThat(awaitEnd(child).signal()).isEqualTo(Child.SIGKILL);
  }
}

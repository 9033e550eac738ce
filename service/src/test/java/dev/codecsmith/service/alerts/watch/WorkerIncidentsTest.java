package dev.codecsmith.service.alerts.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that go and come are told once, and their ends once. */
class WorkerIncidentsTest {
  private static final String A = "http://a:8080";
  private static final String B = "http://b:8080";

  @TempDir private Path folder;

  @Test
  void aWorkerThatGoesAndComesIsToldOnceAndEndedOnce() {
    Watching test = new Watching(folder, A, B);
    test.watch.up(URI.create(A), "a");
    assertThat(test.told()).isEmpty();

    test.watch.down(URI.create(A), "It does not answer.");
    test.watch.down(URI.create(A), "It still does not.");
    assertThat(test.told()).containsExactly("worker down: " + A);

    test.after(Duration.ofMinutes(12));
    test.watch.up(URI.create(A), "a");
    test.watch.up(URI.create(A), "a");
    assertThat(test.told()).containsExactly("all clear, after 12 min: worker down: " + A);
  }

  @Test
  void theOnlyWorkerDownIsOneAlertAlsoWhereACampaignWaits() {
    Watching test = new Watching(folder, A);
    test.watch.waiting();
    test.watch.down(URI.create(A), "It does not answer.");
    test.watch.waiting();
    assertThat(test.memory.state().undelivered().getFirst().alert().text())
        .contains("It does not answer. It is the only one.", "spends no iteration", "a test");
    assertThat(test.told()).containsExactly("worker down: " + A);
    test.watch.up(URI.create(A), "a");
    assertThat(test.told()).containsExactly("all clear, after 0 s: worker down: " + A);
  }

  @Test
  void thatNoneOfSeveralIsLeftIsAnIncidentOfItsOwn() {
    Watching test = new Watching(folder, A, B);
    test.watch.waiting();
    assertThat(test.told()).as("none was asked yet").isEmpty();
    test.watch.down(URI.create(A), "Gone.");
    test.watch.down(URI.create(B), "Gone.");
    assertThat(test.told())
        .containsExactly("worker down: " + A, "worker down: " + B, "no worker: all workers");
    test.watch.up(URI.create(B), "b");
    assertThat(test.told())
        .containsExactly(
            "all clear, after 0 s: worker down: " + B,
            "all clear, after 0 s: no worker: all workers");
  }

  @Test
  void aRestartNeitherTellsTwiceNorForgetsTheEnd() {
    Watching test = new Watching(folder, A);
    test.watch.down(URI.create(A), "Gone.");
    assertThat(test.told()).hasSize(1);

    test.restart();
    test.watch.down(URI.create(A), "Gone.");
    assertThat(test.told()).isEmpty();

    test.restart();
    test.after(Duration.ofHours(3));
    test.watch.up(URI.create(A), "a");
    assertThat(test.told()).containsExactly("all clear, after 3 h 0 min: worker down: " + A);
  }

  @Test
  void whatAKilledProcessDidNotDeliverIsStillThere() {
    Watching test = new Watching(folder, A);
    test.watch.down(URI.create(A), "Gone.");
    test.restart();
    assertThat(test.told()).containsExactly("worker down: " + A);
    test.restart();
    assertThat(test.told()).isEmpty();
  }

  @Test
  void aWorkerThatIsNotNamedAnyMoreIsNotWaitedFor() {
    Watching test = new Watching(folder, A);
    test.watch.down(URI.create(A), "Gone.");
    assertThat(test.told()).hasSize(1);
    assertThat(new Watching(folder, B).told())
        .containsExactly("all clear, after 0 s: worker down: " + A);
    assertThat(new Watching(folder).told()).isEmpty();
  }

  @Test
  void workersAreNotWatchedWhereNothingRuns() {
    Watching test = new Watching(folder, A, B);
    test.watch.waiting();
    test.watch.down(URI.create(A), "Gone.");
    test.watch.down(URI.create(B), "Gone.");
    assertThat(test.told()).hasSize(3);
    test.after(Duration.ofMinutes(5));
    test.watch.idle();
    assertThat(test.told())
        .containsExactly(
            "all clear, after 5 min: worker down: " + A,
            "all clear, after 5 min: worker down: " + B,
            "all clear, after 5 min: no worker: all workers");
    test.watch.waiting();
    assertThat(test.told()).as("none was asked yet").isEmpty();
    test.watch.down(URI.create(A), "Gone.");
    assertThat(test.told()).containsExactly("worker down: " + A);
  }

  @Test
  void aDamagedFileIsNoObstacle() throws IOException {
    Files.writeString(folder.resolve("alerts.json"), "{\"open\":[");
    Watching test = new Watching(folder, A);
    test.watch.down(URI.create(A), "Gone.");
    assertThat(test.told()).containsExactly("worker down: " + A);
  }

  /** Actions 0 to 2: that worker comes; 3 to 5: it goes; 6: somebody waits; 7: a restart. */
  @Property(tries = 100, seed = "13")
  void anyInterleavingTellsEachIncidentOnceAndEndsItOnce(
      @ForAll @Size(max = 30) List<@IntRange(max = 7) Integer> actions) throws IOException {
    List<URI> workers =
        List.of(URI.create("http://w0:1"), URI.create("http://w1:1"), URI.create("http://w2:1"));
    Path here = Files.createTempDirectory("watch");
    try {
      Watching test =
          new Watching(here, workers.stream().map(URI::toString).toArray(String[]::new));
      Set<String> open = new HashSet<>();
      for (int action : actions) {
        int begun = 0;
        int ended = 0;
        switch (action) {
          case 0, 1, 2 -> {
            ended = open.remove("worker down: " + workers.get(action)) ? 1 : 0;
            test.watch.up(workers.get(action), "up");
          }
          case 3, 4, 5 -> {
            begun = open.add("worker down: " + workers.get(action - 3)) ? 1 : 0;
            test.watch.down(workers.get(action - 3), "down");
          }
          case 6 -> test.watch.waiting();
          default -> test.restart();
        }
        check(test.told(), open, begun, ended);
      }
    } finally {
      Files.deleteIfExists(here.resolve("alerts.json"));
      Files.delete(here);
    }
  }

  /** That no worker is left is told only where none is, and may follow a later action. */
  private static void check(List<String> told, Set<String> open, int begun, int ended) {
    String none = "no worker: all workers";
    for (String title : told) {
      if (title.endsWith(none)) {
        boolean over = title.startsWith("all clear");
        assertThat(over ? open.remove(none) : open.add(none)).as("once: %s", told).isTrue();
        assertThat(open.stream().filter(each -> !each.equals(none)).count())
            .isEqualTo(over ? 2 : 3);
      }
    }
    List<String> single = told.stream().filter(title -> !title.endsWith(none)).toList();
    assertThat(single.stream().filter(title -> title.startsWith("worker down"))).hasSize(begun);
    assertThat(single.stream().filter(title -> title.startsWith("all clear"))).hasSize(ended);
  }
}

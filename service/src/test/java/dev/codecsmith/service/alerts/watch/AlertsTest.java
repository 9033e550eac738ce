package dev.codecsmith.service.alerts.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.alerts.Alert;
import dev.codecsmith.service.alerts.AlertChannel;
import dev.codecsmith.service.alerts.AlertSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Channels that hang and fail. */
@Timeout(60)
class AlertsTest {
  private static final URI WORKER = URI.create("http://a:8080");
  private static final AlertSettings SETTINGS =
      AlertSettings.STANDARD.with(Duration.ofMinutes(30), 0);

  @TempDir private Path folder;
  private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

  /** What an attempt to tell does, before the alert arrives. */
  @FunctionalInterface
  private interface Attempt {
    void make() throws IOException, InterruptedException;
  }

  private final class Channel implements AlertChannel {
    private final String id;
    private final Deque<Attempt> attempts;

    Channel(String id, Attempt... attempts) {
      this.id = id;
      this.attempts = new ArrayDeque<>(List.of(attempts));
    }

    @Override
    public String name() {
      return "the channel " + id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void tell(Alert alert) throws IOException, InterruptedException {
      if (!attempts.isEmpty()) {
        attempts.removeFirst().make();
      }
      arrived.add(id + " " + alert.title());
    }
  }

  private Alerts start(Duration answer, AlertChannel... channels) {
    Duration moment = Duration.ofMillis(1);
    return Alerts.start(
        SETTINGS,
        List.of(channels),
        folder,
        List.of(WORKER),
        "a test",
        Clock.systemUTC(),
        new Patience(answer, moment, moment.multipliedBy(2), Duration.ofHours(1), moment));
  }

  private static void fail() throws IOException {
    throw new IOException("It is away.");
  }

  private static void hang() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test
  void aChannelThatHangsHoldsNeitherTheCampaignNorOtherChannels() throws Exception {
    CountDownLatch third = new CountDownLatch(1);
    Attempt ready = () -> {};
    Attempt last =
        () -> {
          third.countDown();
          hang();
        };
    try (Alerts alerts =
        start(
            Duration.ofHours(1),
            new Channel("hangs", AlertsTest::hang),
            new Channel("works", ready, ready, last))) {
      alerts.watch().down(WORKER, "Gone.");
      alerts.watch().up(WORKER, "a");
      alerts.watch().fault("c", "The disk is full.");
      assertThat(arrived.take()).isEqualTo("works worker down: http://a:8080");
      assertThat(arrived.take()).startsWith("works all clear");
      // Only when the third is on its way is it remembered that two have arrived.
      third.await();
    }
    // And the next process tells what did not arrive, to whom it did not arrive.
    List<String> told = new ArrayList<>();
    try (Alerts _ = start(Duration.ofHours(1), new Channel("hangs"), new Channel("works"))) {
      for (int i = 0; i < 4; i++) {
        told.add(arrived.take());
      }
    }
    assertThat(told)
        .filteredOn(each -> each.startsWith("works"))
        .containsExactly("works campaign fault: c");
    assertThat(told)
        .filteredOn(each -> each.startsWith("hangs"))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("hangs worker down: http://a:8080"),
            second -> assertThat(second).startsWith("hangs all clear"),
            fault -> assertThat(fault).isEqualTo("hangs campaign fault: c"));
  }

  @Test
  void anAttemptThatHangsIsCutOffAndMadeAgain() throws Exception {
    try (Alerts alerts =
        start(Duration.ofMillis(10), new Channel("slow", AlertsTest::hang, AlertsTest::hang))) {
      alerts.watch().down(WORKER, "Gone.");
      assertThat(arrived.take()).isEqualTo("slow worker down: http://a:8080");
    }
  }

  @Test
  void whatAChannelDoesNotTakeIsSentAgainInOrder() throws Exception {
    Attempt error =
        () -> {
          throw new IllegalStateException("an error of the channel");
        };
    Channel channel = new Channel("c", AlertsTest::fail, error, AlertsTest::fail);
    try (Alerts alerts = start(Duration.ofHours(1), channel)) {
      alerts.watch().down(WORKER, "Gone.");
      alerts.watch().up(WORKER, "a");
      assertThat(arrived.take()).isEqualTo("c worker down: http://a:8080");
      assertThat(arrived.take()).startsWith("c all clear");
    }
  }

  @Test
  void noMoreThanAHundredAlertsWaitForAChannel() throws Exception {
    CountDownLatch door = new CountDownLatch(1);
    try (Alerts alerts = start(Duration.ofHours(1), new Channel("c", door::await))) {
      for (int i = 0; i < 200; i++) {
        alerts.watch().down(WORKER, "Gone.");
        alerts.watch().up(WORKER, "a");
      }
      door.countDown();
      for (int i = 0; i < AlertMemory.MOST_WAITING; i++) {
        String _ = arrived.take();
      }
    }
    assertThat(arrived.size()).as("and the one that was on its way").isLessThanOrEqualTo(1);
  }

  @Test
  void whatHappensBehindTheEndIsNotWrittenIntoAFolderThatMayBeAnothers() throws Exception {
    Alerts alerts = start(Duration.ofHours(1), new Channel("c"));
    alerts.watch().down(WORKER, "Gone.");
    assertThat(arrived.take()).startsWith("c worker down");
    alerts.close();
    Files.delete(folder.resolve("alerts.json"));
    alerts.watch().up(WORKER, "a");
    assertThat(folder).isEmptyDirectory();
  }
}

package dev.codecsmith.service.alerts.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.alerts.rules.CampaignBudget;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.CampaignWaiting;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import dev.codecsmith.store.events.CampaignEvent.StoreAway;
import dev.codecsmith.store.events.CampaignEvent.StoreBack;
import dev.codecsmith.store.events.EventListener;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a campaign does and however often it is killed, incidents come and go in turn. */
class AnyCourseTest {
  private static final CampaignBudget BUDGET =
      new CampaignBudget(Optional.of(BigDecimal.TEN), OptionalLong.empty());
  private static final List<CampaignEvent> EVENTS =
      List.of(
          new CampaignContinued(1, 100, Optional.empty()),
          new CampaignStopped("Somebody stopped it."),
          new CampaignFinished(3, Optional.empty()),
          new CampaignWaiting("No worker is there.", Optional.empty()),
          new StoreAway("Gone."),
          new StoreBack(1),
          new ModelsSpent(1, 1, 1, BigDecimal.ONE, 0, 0),
          new ModelsSpent(1, 1, 1, BigDecimal.valueOf(9), 0, 0));

  private final TreeSet<String> open = new TreeSet<>();
  private final List<ExperimentEnded> past = new ArrayList<>();

  @Property(tries = 50, seed = "17")
  void eachIncidentIsToldOnceAndEndedOnce(
      @ForAll @Size(max = 60) List<@IntRange(max = 17) Integer> actions) throws IOException {
    open.clear();
    past.clear();
    Path folder = Files.createTempDirectory("watch");
    try {
      Watching test = new Watching(folder);
      EventListener campaign = test.watch.campaign("c", BUDGET, past);
      for (int action : actions) {
        switch (action) {
          case 0, 1, 2, 3, 4, 5, 6, 7 -> campaign.on(test.now, EVENTS.get(action));
          case 8 -> test.after(Duration.ofMinutes(20));
          case 9 -> {
            test.freeBytes = test.freeBytes == 0 ? 100L << 30 : 0;
            test.watch.look();
          }
          case 10 -> {
            test.restart();
            campaign = test.watch.campaign("c", BUDGET, past);
          }
          case 15 -> test.watch.idle();
          case 16 -> test.watch.fault("c", "The disk is full.");
          case 17 -> test.watch.faultOver("c");
          default -> {
            // One action stands for a few, so that a window is filled.
            for (int i = 0; i < 8; i++) {
              past.add(ended(action != 11));
              campaign.on(test.now, past.getLast());
            }
          }
        }
        test.told().forEach(this::inTurn);
        assertThat(
                test.memory.state().open().stream()
                    .map(incident -> incident.kind().label() + ": " + incident.subject()))
            .containsExactlyInAnyOrderElementsOf(open);
      }
    } finally {
      Files.deleteIfExists(folder.resolve("alerts.json"));
      Files.delete(folder);
    }
  }

  private void inTurn(String title) {
    boolean over = title.startsWith("all clear");
    String incident = title.replaceFirst("all clear, [^:]*: ", "");
    assertThat(over ? open.remove(incident) : open.add(incident)).as(title).isTrue();
  }

  private static ExperimentEnded ended(boolean failed) {
    return new ExperimentEnded(
        "exp",
        1,
        "name",
        failed ? Optional.empty() : Optional.of(1.0),
        failed ? Optional.of(FailureKind.CRASHED) : Optional.empty(),
        failed ? ExperimentStatus.ENCODING : ExperimentStatus.SUCCEEDED,
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}

package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelCalled;
import dev.codecsmith.store.events.CampaignEvent.WorkerUp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * How soon the page shows what happens, and how often it asks for that: by a clock of its own that
 * stands still, so that whatever waits for a time to pass does not come.
 */
class NewsBrowserTest extends AbstractBrowserTest {
  private final AtomicInteger asked = new AtomicInteger();

  /** The campaign's page, long after it was drawn, in a moment that does not pass. */
  private void openAndStopTheClock() {
    page.clock().install(new Clock.InstallOptions().setTime(0));
    page.onRequest(request -> {
      if (request.url().contains("/api/experiments?")) {
        asked.incrementAndGet();
      }
    });
    // What a page asks for last; an event that comes before would be followed by the clock.
    page.waitForResponse("**/cascade", () -> page.navigate(server.address()));
    page.evaluate("() => new Promise(drawn => setTimeout(drawn))");
    assertThat(page.locator("#connection")).hasText("Live");
    assertThat(page.locator("#tab-in_progress .count")).hasText("0");
    page.clock().pauseAt(3_600_000);
    asked.set(0);
  }

  private void proposed(int iteration) throws IOException {
    append(new CandidateProposed(experiment(iteration), iteration, "name", "tuner", List.of()));
  }

  private void enters(int iteration, ExperimentStatus phase) throws IOException {
    append(new ExperimentPhase(experiment(iteration), iteration, "name", phase));
  }

  private Locator rows() {
    return page.locator("#list tbody tr");
  }

  private Locator count(String tab) {
    return page.locator("#tab-" + tab + " .count");
  }

  /** Has a worker come, as the first event after a pause, and waits until the page shows it. */
  private void firstEvent() {
    page.waitForRequest(
        "**/api/experiments?*",
        () -> {
          try {
            append(new WorkerUp("one", "a worker"));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(page.locator("#workers")).hasText("1 up");
  }

  @Test
  void theFirstEventAfterAPauseIsFollowedAtOnceAndWhatComesRightBehindItWhenASecondIsOver()
      throws Exception {
    append(new CampaignBegun("name of c", 8));
    openAndStopTheClock();
    firstEvent();
    append(answered());
    append(new ModelCalled("m", "iteration 1, turn 1"));
    assertThat(page.locator("#asked")).hasText("m, iteration 1, turn 1");
    page.clock().runFor(900);
    assertThat(page.locator("#calls")).isHidden();
    assertThat(asked).as("asked in a moment").hasValue(1);
    page.clock().runFor(100);
    assertThat(page.locator("#calls")).hasText("1 call, 3 tokens");
    assertThat(asked).as("asked after a second").hasValue(2);
  }

  @Test
  void whatAModelWasAskedLastBecomesALinkToWhatCameOfIt() throws Exception {
    append(new CampaignBegun("name of c", 8));
    openAndStopTheClock();
    append(new ModelCalled("m", "iteration 2, turn 1"));
    assertThat(page.locator("#asked")).hasText("m, iteration 2, turn 1");
    proposed(1);
    campaign.queued(1);
    enters(1, ExperimentStatus.QUEUED);
    assertThat(rows()).hasCount(1);
    assertThat(page.locator("#asked a")).hasCount(0);
    proposed(2);
    Locator link = page.locator("#asked a");
    assertThat(link).hasAttribute("href", "#/experiment/" + experiment(2));
    assertThat(link).hasText("m, iteration 2, turn 1");
    link.focus();
    campaign.queued(2);
    enters(2, ExperimentStatus.QUEUED);
    assertThat(rows()).hasCount(2);
    assertThat(link).isFocused();
    append(new ModelCalled("m", "iteration 3, turn 1"));
    assertThat(page.locator("#asked")).hasText("m, iteration 3, turn 1");
    assertThat(link).hasCount(0);
  }

  private static ModelAnswered answered() {
    return new ModelAnswered(
        "m",
        "iteration 1, turn 1",
        "q",
        Optional.of(1L),
        Optional.of(2L),
        Optional.empty(),
        Duration.ofSeconds(1));
  }

  @Test
  void whatSeldomHappensIsOnThePageSoonAlsoRightBehindAnother() throws Exception {
    append(new CampaignBegun("name of c", 8));
    openAndStopTheClock();
    firstEvent();
    append(new WorkerUp("two", "a worker"));
    append(new ModelCalled("m", "iteration 1, turn 1"));
    assertThat(page.locator("#asked")).hasText("m, iteration 1, turn 1");
    assertThat(page.locator("#workers")).hasText("1 up");
    page.clock().runFor(150);
    assertThat(page.locator("#workers")).hasText("2 up");
  }

  @Test
  void whatSucceedsIsInItsListByItsEventAloneAndHasItsFiguresWhenTheyAreAnswered()
      throws Exception {
    append(new CampaignBegun("name of c", 8));
    end(1, -3);
    openAndStopTheClock();
    assertThat(page.locator("#tab-successful[aria-selected=true]")).isVisible();
    assertThat(rows()).hasCount(1);
    firstEvent();
    asked.set(0);
    for (int iteration = 2; iteration <= 3; iteration++) {
      proposed(iteration);
      campaign.queued(iteration);
      enters(iteration, ExperimentStatus.QUEUED);
    }
    end(2, -5);
    end(3, -4);
    assertThat(rows()).hasCount(3);
    assertThat(rows().nth(0)).containsText("5.0");
    assertThat(rows().nth(1)).containsText("4.0");
    assertThat(rows().nth(2)).containsText("3.0");
    assertThat(rows().nth(0)).not().containsText("kB");
    assertThat(asked).as("asked in this moment").hasValue(0);
    page.clock().runFor(1000);
    assertThat(rows().nth(0)).containsText("kB");
    assertThat(rows()).hasCount(3);
  }

  @Test
  void anExperimentBeginsEntersPhasesAndEndsOnThePageByItsEventsAlone() throws Exception {
    append(new CampaignBegun("name of c", 8));
    openAndStopTheClock();
    proposed(1);
    campaign.queued(1);
    enters(1, ExperimentStatus.QUEUED);
    assertThat(rows()).containsText("queued");
    assertThat(rows()).containsText("tuner");
    assertThat(count("in_progress")).hasText("1");
    enters(1, ExperimentStatus.ENCODING);
    assertThat(rows()).containsText("encoding");
    assertThat(asked).hasValue(0);
    end(1, -12.5);
    assertThat(page.locator("#best")).containsText("12.5");
    assertThat(count("successful")).hasText("1");
    assertThat(page.locator("#done")).hasText("1 of 8");
    page.waitForCondition(() -> asked.get() == 1);
    proposed(2);
    campaign.queued(2);
    enters(2, ExperimentStatus.QUEUED);
    assertThat(rows()).containsText("queued");
    end(2, -20);
    assertThat(page.locator("#best")).containsText("20.0");
    assertThat(count("successful")).hasText("2");
    assertThat(count("in_progress")).hasText("0");
    assertThat(rows()).hasCount(0);
    assertThat(asked).as("asked in this moment").hasValue(1);
  }

  @Test
  void whatAnAnswerHadAlreadyIsNotCountedOnceMoreWhenItsEventComes() throws Exception {
    append(new CampaignBegun("name of c", 8));
    campaign.queued(1);
    campaign.succeeded(2, -3);
    page.clock().install(new Clock.InstallOptions().setTime(0));
    page.navigate(server.address());
    assertThat(page.locator("#connection")).hasText("Live");
    assertThat(count("in_progress")).hasText("1");
    page.clock().pauseAt(3_600_000);
    // Others have stored these, and tell it late.
    proposed(1);
    enters(1, ExperimentStatus.QUEUED);
    append(ended(2, -3));
    append(new ModelCalled("m", "iteration 3, turn 1"));
    assertThat(page.locator("#asked")).hasText("m, iteration 3, turn 1");
    assertThat(count("in_progress")).hasText("1");
    assertThat(count("successful")).hasText("1");
    assertThat(rows()).hasCount(1);
  }

  @Test
  void whatAnExperimentsPageIsAboutIsSoonOnItAlsoRightBehindAnother() throws Exception {
    campaign.encoding(1);
    enters(1, ExperimentStatus.QUEUED);
    enters(1, ExperimentStatus.ENCODING);
    page.clock().install(new Clock.InstallOptions().setTime(0));
    page.navigate(server.address());
    assertThat(page.locator("#connection")).hasText("Live");
    rows().locator("a").click();
    assertThat(page.locator(".phase:not(.now)")).hasCount(1);
    page.clock().pauseAt(3_600_000);
    enters(1, ExperimentStatus.DECODING);
    assertThat(page.locator(".phase:not(.now)")).hasCount(2);
    enters(1, ExperimentStatus.PUBLISHING);
    page.waitForCondition(() -> {
      page.clock().runFor(150);
      return page.locator(".phase:not(.now)").count() == 3;
    });
  }

  @Test
  void anotherExperimentsPhaseAsksForNothingOnAnExperimentsPage() throws Exception {
    campaign.encoding(1);
    enters(1, ExperimentStatus.QUEUED);
    enters(1, ExperimentStatus.ENCODING);
    page.clock().install(new Clock.InstallOptions().setTime(0));
    page.navigate(server.address());
    assertThat(page.locator("#connection")).hasText("Live");
    rows().locator("a").click();
    assertThat(page.locator(".phase:not(.now)")).hasCount(1);
    page.clock().pauseAt(3_600_000);
    AtomicInteger requests = new AtomicInteger();
    page.onRequest(request -> {
      if (request.url().endsWith("/api/experiments/" + experiment(1))) {
        requests.incrementAndGet();
      }
    });
    enters(2, ExperimentStatus.QUEUED);
    enters(1, ExperimentStatus.DECODING);
    assertThat(page.locator(".phase:not(.now)")).hasCount(2);
    assertThat(requests).hasValue(1);
  }

  @Test
  void whatHappensBeforeAnExperimentsPageHearsOfAnythingIsOnItAndWhatWasBeforeIsNotSentAgain()
      throws Exception {
    campaign.encoding(1);
    enters(1, ExperimentStatus.QUEUED);
    enters(1, ExperimentStatus.ENCODING);
    List<Route> streams = new ArrayList<>();
    page.route("**/api/events?*", streams::add);
    page.navigate(server.address() + "#/experiment/" + experiment(1));
    page.waitForCondition(() -> !streams.isEmpty());
    assertThat(page.locator(".phase:not(.now)")).hasCount(1);
    enters(1, ExperimentStatus.DECODING);
    page.unrouteAll();
    streams.forEach(Route::resume);
    assertThat(page.locator(".phase:not(.now)")).hasCount(2);
    assertThat(streams)
        .extracting(stream -> stream.request().url())
        .allMatch(url -> url.endsWith("after=now"));
  }

  @Test
  void aPhaseAndTheEndOfAnExperimentAreOnItsPageByTheirEventsAlone() throws Exception {
    campaign.encoding(1);
    enters(1, ExperimentStatus.QUEUED);
    enters(1, ExperimentStatus.ENCODING);
    page.navigate(server.address() + "#/experiment/" + experiment(1));
    assertThat(page.locator(".phase.now")).containsText("encoding");
    assertThat(page.locator("#connection")).hasText("Live");
    List<Route> questions = new ArrayList<>();
    page.route("**/api/experiments/" + experiment(1), questions::add);
    enters(1, ExperimentStatus.DECODING);
    assertThat(page.locator("[data-status]")).hasText("decoding");
    append(ended(1, -3));
    assertThat(page.locator("[data-status]")).hasText("succeeded");
    page.unrouteAll();
    questions.forEach(Route::resume);
  }
}

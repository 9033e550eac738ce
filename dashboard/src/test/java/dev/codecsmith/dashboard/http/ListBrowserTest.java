package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.CampaignEvent.ExperimentProgress;
import dev.codecsmith.store.events.CampaignEvent.Retrying;
import dev.codecsmith.store.events.EventListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The three lists of a campaign's page, as a person searches and reads them. */
class ListBrowserTest extends AbstractBrowserTest {
  private Locator rows() {
    return page.locator("#list tbody tr");
  }

  /** The experiments of these iterations, and no others, in this order. */
  private void assertShown(int... iterations) {
    assertThat(page.locator("#list tbody td:first-child"))
        .hasText(IntStream.of(iterations).mapToObj(String::valueOf).toArray(String[]::new));
  }

  private void look(String tab) {
    page.navigate(server.address());
    page.locator("#tab-" + tab).click();
    assertThat(page.locator("#tab-" + tab)).hasAttribute("aria-selected", "true");
  }

  @Test
  void aSearchLeavesThoseWhoseNameIdOrProposerHasTheText() throws Exception {
    for (int iteration = 1; iteration <= 3; iteration++) {
      campaign.succeeded(iteration, -iteration);
    }
    campaign.of(4, "ab".repeat(32));
    campaign.succeeded(4, -4);
    look("successful");
    assertShown(4, 3, 2, 1);
    page.locator("#search").fill(experiment(2));
    assertShown(2);
    page.locator("#search").fill("model");
    assertShown(4);
    page.locator("#search").fill("nothing is called so");
    assertThat(page.locator("#empty")).hasText("None is like that.");
    assertThat(rows()).hasCount(0);
    assertThat(page.locator("#tab-successful .count")).hasText("4");
    page.locator("#search").fill("");
    assertShown(4, 3, 2, 1);
  }

  @Test
  void aKindOfFailureLeavesTheFailedOfThatKind() throws Exception {
    campaign.failed(1, FailureKind.COMPILE_ERROR);
    campaign.failed(2, FailureKind.OUT_OF_TIME);
    campaign.failed(3, FailureKind.COMPILE_ERROR);
    campaign.succeeded(4, -1);
    look("failed");
    assertShown(3, 2, 1);
    assertThat(page.locator("#kind option"))
        .hasText(new String[] {"all kinds", "compile error (2)", "out of time (1)"});
    page.locator("#kind").selectOption("out-of-time");
    assertShown(2);
    page.locator("#kind").selectOption("compile-error");
    assertShown(3, 1);
    page.locator("#kind").selectOption("");
    assertShown(3, 2, 1);
    page.locator("#tab-successful").click();
    assertShown(4);
    assertThat(page.locator("#kinds")).isHidden();
  }

  @Test
  void moreThanAPageHoldsIsTurnedThrough() throws Exception {
    for (int iteration = 1; iteration <= 51; iteration++) {
      campaign.succeeded(iteration, iteration);
    }
    look("successful");
    assertThat(page.locator("#range")).hasText("1–50 of 51");
    assertThat(rows()).hasCount(50);
    assertThat(rows().first()).hasAttribute("data-id", experiment(1));
    assertThat(page.locator("#previous")).isDisabled();
    page.locator("#next").click();
    assertShown(51);
    assertThat(page.locator("#range")).hasText("51–51 of 51");
    assertThat(page.locator("#next")).isDisabled();
    page.locator("#previous").click();
    assertThat(rows()).hasCount(50);
    assertThat(rows().last()).hasAttribute("data-id", experiment(50));
    page.locator("#next").click();
    page.locator("#search").fill(experiment(7));
    assertShown(7);
    assertThat(page.locator("#pager")).isHidden();
  }

  @Test
  void aHeadPutsTheRowsInItsOrderAndTurnsItRound() throws Exception {
    campaign.succeeded(1, -2);
    campaign.succeeded(2, -9);
    campaign.succeeded(3, 4);
    look("successful");
    assertShown(2, 1, 3);
    Locator score = page.locator("#list thead th.score");
    assertThat(score).hasAttribute("aria-sort", "ascending");
    score.locator("button").click();
    assertShown(3, 1, 2);
    assertThat(score).hasAttribute("aria-sort", "descending");
    Locator iteration = page.locator("#list thead th").first();
    iteration.locator("button").click();
    assertShown(1, 2, 3);
    assertThat(iteration).hasAttribute("aria-sort", "ascending");
    assertThat(page.locator("#list [aria-sort]")).hasCount(1);
    iteration.locator("button").click();
    assertShown(3, 2, 1);
  }

  @Test
  void aMeanOfTheRatePointsPutsTheRowsInItsOrder() throws Exception {
    campaign.succeeded(1, -2);
    campaign.looked(2, -8, Optional.of(-1.0));
    look("successful");
    assertShown(1, 2);
    for (String figure : List.of("PSNR", "SSIM", "kbit/s")) {
      page.locator("#list thead th").first().locator("button").click();
      assertShown(1, 2);
      Locator head = page.locator("#list thead button:text-is('" + figure + "')");
      head.click();
      assertThat(page.locator("#list thead th[aria-sort=ascending]")).containsText(figure);
      head.click();
      assertThat(page.locator("#list thead th[aria-sort=descending]")).containsText(figure);
    }
    page.locator("#list thead button:text-is('PSNR')").click();
    assertShown(2, 1);
  }

  @Test
  void faultsOfTheMachineStandApartFromFailedPrograms() throws Exception {
    campaign.failed(1);
    append(new Retrying("a worker", "It <b>is</b> gone.", Duration.ofSeconds(1)));
    look("failed");
    assertShown(1);
    assertThat(page.locator("#machine")).isVisible();
    assertThat(page.locator("#machine h2")).hasText("Faults of the machine");
    assertThat(page.locator("#retries li")).hasCount(1);
    assertThat(page.locator("#retries li")).containsText("a worker: It <b>is</b> gone.");
    assertThat(page.locator("#list")).not().containsText("a worker");
    assertThat(page.locator("#tab-failed .count")).hasText("1");
    assertThat(page.locator("#kind option"))
        .hasText(new String[] {"all kinds", "compile error (1)"});
    page.locator("#tab-in_progress").click();
    assertThat(page.locator("#machine")).isHidden();
  }

  @Test
  void aRunningExperimentsRowTellsPhaseProgressAndTimeAndFollowsThem() throws Exception {
    EventListener listener = server.running("c");
    campaign.encoding(1);
    // It began a second behind T0.
    page.clock().setFixedTime(T0.plusSeconds(91).toEpochMilli());
    page.navigate(server.address());
    page.evaluate("window.notReloaded = true");
    Locator phase = rows().locator("td:nth-child(3)");
    Locator since = rows().locator("td.since");
    assertThat(phase).hasText("encoding");
    assertThat(since).hasText("1 min 30 s");
    listener.on(T0, progress(ExperimentStatus.ENCODING, 3));
    assertThat(phase).hasText("encoding 3 of 8");
    listener.on(T0, progress(ExperimentStatus.ENCODING, 4));
    assertThat(phase).hasText("encoding 4 of 8");
    append(new ExperimentPhase(experiment(1), 1, "name", ExperimentStatus.MEASURING));
    assertThat(phase).hasText("measuring");
    listener.on(T0, progress(ExperimentStatus.MEASURING, 1));
    assertThat(phase).hasText("measuring 1 of 8");
    page.clock().setFixedTime(T0.plusSeconds(132).toEpochMilli());
    assertThat(since).hasText("2 min 11 s");
    assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
  }

  private static ExperimentProgress progress(ExperimentStatus phase, int done) {
    return new ExperimentProgress(experiment(1), 1, phase, done, 8);
  }
}

package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Pages in many tabs of one window. A browser opens six connections to a server for all of them.
 */
class TabsBrowserTest extends AbstractBrowserTest {
  private static final int TABS = 8;

  /** Playwright has every page in view; here a page is as a person leaves it. */
  private static final String IN_VIEW =
      """
      inView => {
        Object.defineProperty(document, 'hidden', {value: !inView, configurable: true});
        document.dispatchEvent(new Event('visibilitychange'));
      }
      """;

  @Test
  void inTheLastOfEightTabsAndAgainInTheFirstAPersonSeesWhatHappens() throws Exception {
    campaign.succeeded(1, 3);
    List<Page> tabs = new ArrayList<>();
    BrowserContext window = page.context().browser().newContext();
    for (int tab = 1; tab <= TABS; tab++) {
      Page opened = window.newPage();
      opened.onPageError(complaints::add);
      opened.navigate(server.address() + (tab % 2 == 0 ? "#/experiment/" + experiment(1) : ""));
      assertThat(opened.locator("#connection")).hasText("Live");
      tabs.add(opened);
      if (tab < TABS) {
        opened.evaluate(IN_VIEW, false);
      }
    }
    Page last = tabs.getLast();
    last.locator(".back a").click();
    assertThat(last.locator("#tab-successful .count")).hasText("1");
    campaign.queued(2);
    append(new ExperimentPhase(experiment(2), 2, "name", ExperimentStatus.QUEUED));
    assertThat(last.locator("#tab-in_progress .count")).hasText("1");
    last.evaluate(IN_VIEW, false);
    Page first = tabs.getFirst();
    assertThat(first.locator("#tab-in_progress .count")).hasText("0");
    first.evaluate(IN_VIEW, true);
    assertThat(first.locator("#tab-in_progress .count")).hasText("1");
    end(2, -7);
    assertThat(first.locator("#tab-successful .count")).hasText("2");
    window.close();
  }
}

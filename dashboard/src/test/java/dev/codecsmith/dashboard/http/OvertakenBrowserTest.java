package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;

import com.microsoft.playwright.Route;
import dev.codecsmith.dashboard.StoredCampaign;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person who looks elsewhere while the page still waits for answers about what they left. */
class OvertakenBrowserTest extends AbstractBrowserTest {
  private final List<Route> held = new ArrayList<>();

  @Test
  void anotherCampaignIsChosenWhileTheScoresOfTheFirstAreAwaited() throws Exception {
    StoredCampaign.in(store, "d");
    hold("**/api/campaigns/d/scores", "#/campaign/d");
    page.locator("#campaigns").selectOption("c");
    answer();
    assertThat(page.locator("#about")).containsText("c, begun");
    assertThat(page.locator("#nothing")).isHidden();
  }

  @Test
  void anExperimentIsLeftForAnotherCampaignBeforeItIsDrawn() throws Exception {
    StoredCampaign.in(store, "d");
    campaign.succeeded(1, 3);
    hold("**/api/experiments/" + experiment(1), "#/experiment/" + experiment(1));
    page.evaluate("() => { location.hash = '#/campaign/d'; }");
    answer();
    assertThat(page.locator("#about")).containsText("d, begun");
    assertThat(page.locator("#experiment")).isHidden();
  }

  @Test
  void aPageOfItsOwnIsLeftForAnotherCampaignBeforeItIsDrawn() throws Exception {
    StoredCampaign.in(store, "d");
    hold("**/api/campaigns/c/models", "#/models/c");
    page.evaluate("() => { location.hash = '#/campaign/d'; }");
    answer();
    assertThat(page.locator("#about")).containsText("d, begun");
    assertThat(page.locator("#other")).isHidden();
  }

  /** Opens a page whose answer to one question does not come. */
  private void hold(String question, String place) {
    page.route(question, held::add);
    page.navigate(server.address() + place);
    page.waitForCondition(() -> !held.isEmpty());
  }

  private void answer() {
    page.unrouteAll();
    held.forEach(Route::resume);
  }
}

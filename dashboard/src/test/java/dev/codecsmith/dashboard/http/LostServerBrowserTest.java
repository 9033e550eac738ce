package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.codecsmith.service.http.HttpListener;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import io.javalin.Javalin;
import org.junit.jupiter.api.Test;

/** What the page does where the server is gone, refuses, or answers what it does not understand. */
class LostServerBrowserTest extends AbstractBrowserTest {
  /** A server as others reach it, which wants the token for reading. */
  private final class Remote implements AutoCloseable {
    private final Dashboard dashboard = new Dashboard(shown(), java.time.Clock.systemUTC());
    private final Javalin javalin;

    Remote(int port) {
      javalin =
          Javalin.create(
                  config -> {
                    HttpListener.refusals(config.routes);
                    dashboard.addTo(config.routes, false, Dashboard::answers);
                  })
              .start("127.0.0.1", port);
    }

    String address() {
      return "http://127.0.0.1:" + javalin.port() + "/";
    }

    @Override
    public void close() {
      dashboard.close();
      javalin.stop();
    }
  }

  @Test
  void whoOpensTheAddressWithoutTheTokenIsAskedForItAndThenReads() throws Exception {
    campaign.succeeded(1, 3);
    try (Remote remote = new Remote(0)) {
      page.navigate(remote.address());
      Locator dialog = page.locator("dialog");
      dialog.locator("input").fill("another token");
      page.getByText("Go on").click();
      assertThat(dialog).containsText("not the token");
      dialog.locator("input").fill(TOKEN.text());
      page.getByText("Go on").click();
      assertThat(page.locator("#connection")).hasText("Live");
      assertThat(page.locator("#tab-successful .count")).hasText("1");
      assertThat(dialog).hasCount(0);
    }
  }

  @Test
  void whoHasNoTokenIsToldHowToBeAskedAgain() {
    try (Remote remote = new Remote(0)) {
      page.navigate(remote.address());
      page.getByText("Cancel").click();
      assertThat(page.locator("#nothing")).containsText("Reload the page");
      assertThat(page.locator("dialog")).hasCount(0);
    }
  }

  @Test
  void aServerThatWasStartedAgainIsReadOnWithTheTokenOfTheTab() throws Exception {
    campaign.succeeded(1, 3);
    int port;
    try (Remote remote = new Remote(0)) {
      port = remote.javalin.port();
      page.navigate(remote.address() + "#token=" + TOKEN.text());
      assertThat(page.locator("#connection")).hasText("Live");
    }
    assertThat(page.locator("#connection")).containsText("The server is gone");
    try (Remote _ = new Remote(port)) {
      assertThat(page.locator("#connection")).hasText("Live");
      campaign.queued(2);
      append(new ExperimentPhase(experiment(2), 2, "name", ExperimentStatus.QUEUED));
      assertThat(page.locator("#tab-in_progress .count")).hasText("1");
      assertThat(page.locator("dialog")).hasCount(0);
    }
  }

  @Test
  void whatIsRefusedForAWhileIsAskedForAgainWithoutAnEvent() throws Exception {
    campaign.succeeded(1, 3);
    page.clock().install(new Clock.InstallOptions().setTime(0));
    page.route(
        "**/api/campaigns/c",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setStatus(503).setBody("{\"error\":\"It is away.\"}")),
        new Page.RouteOptions().setTimes(1));
    page.navigate(server.address());
    assertThat(page.locator("#nothing")).hasText("It is away.");
    page.clock().runFor(2000);
    assertThat(page.locator("#tab-successful .count")).hasText("1");
    assertThat(page.locator("#nothing")).isHidden();
    assertThat(complaints).singleElement().asString().contains("status of 503");
    complaints.clear();
  }

  @Test
  void aMistakeOfTheScriptIsSaidAndIsNoServerThatIsGone() throws Exception {
    campaign.succeeded(1, 3);
    page.route(
        "**/api/campaigns/c", route -> route.fulfill(new Route.FulfillOptions().setBody("{}")));
    page.navigate(server.address());
    assertThat(page.locator("#nothing")).containsText("This page has a fault");
    assertThat(page.locator("#connection")).not().containsText("gone");
    assertThat(complaints).singleElement().asString().startsWith("TypeError");
    complaints.clear();
  }

  @Test
  void anAddressThatNoBrowserMakesIsAnsweredInASentence() throws Exception {
    campaign.succeeded(1, 3);
    page.navigate(server.address() + "#/experiment/%zz");
    assertThat(page.locator("#nothing")).hasText("There is no experiment of this id here.");
    page.navigate(server.address() + "#/models/%zz");
    assertThat(page.locator("#nothing")).hasText("There is no campaign of this id here.");
    assertThat(complaints).allSatisfy(each -> assertThat(each).contains("status of 404"));
    complaints.clear();
  }
}

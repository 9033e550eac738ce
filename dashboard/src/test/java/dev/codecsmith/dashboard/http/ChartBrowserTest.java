package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Charts without a mouse, and without seeing them. */
class ChartBrowserTest extends AbstractBrowserTest {
  /** Where circles are is written with one decimal. */
  private static final Offset<Double> ROUNDED = within(0.06);

  /** The first and the third of them are the best when they come. */
  private void scores() throws IOException {
    List<Double> scores = List.of(-1.0, 5.0, -4.0, 2.0);
    for (int iteration = 1; iteration <= scores.size(); iteration++) {
      end(iteration, scores.get(iteration - 1));
    }
    page.navigate(server.address());
    assertThat(page.locator("#way svg")).isVisible();
  }

  private Locator table() {
    return page.locator("#way table");
  }

  private Locator focused() {
    return page.locator("#way a:focus");
  }

  @Test
  void theBestsAreGoneToByTabAndOpenedByEnter() throws Exception {
    scores();
    assertThat(page.locator("#way circle.tone-1")).hasCount(4);
    page.locator("#axis").focus();
    page.keyboard().press("Tab");
    assertThat(focused()).hasAttribute("aria-label", "Iteration 1: \u22121.0\u202f%");
    page.keyboard().press("Tab");
    assertThat(focused()).hasAttribute("aria-label", "Iteration 3: \u22124.0\u202f%");
    page.keyboard().press("Tab");
    assertThat(page.locator("#way summary")).isFocused();
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("Enter");
    assertThat(page.locator("#experiment h1")).containsText("Iteration 3");
  }

  @Test
  void anAnchorIsALineAtItsHeightWithItsName() throws Exception {
    page.route(
        "**/api/campaigns/c/anchors",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setBody(
                        """
                        {"main": "x264-medium", "held_out": [], "curves": [], "bd_rate":
                          {"x264-medium": 0, "x265-medium": -4, "vp9": {"state": "no-overlap"}}}
                        """)));
    scores();
    Locator lines = page.locator("#way line.rule");
    assertThat(lines).hasCount(2);
    double main = height(lines.nth(0), "y1");
    double better = height(lines.nth(1), "y1");
    assertThat(better).as("below").isGreaterThan(main);
    assertThat(height(lines.nth(1), "y2")).as("level").isEqualTo(better);
    assertThat(better)
        .as("as high as a program of the same rate")
        .isCloseTo(
            height(page.locator("#way a[aria-label^='Iteration 3:'] circle"), "cy"), ROUNDED);
    assertThat(page.locator("#way figcaption .key.dashed"))
        .hasText(new String[] {"those on held-out clips", "x264-medium", "x265-medium"});
    page.locator("#way summary").click();
    assertThat(page.locator("#way .foot"))
        .hasText("Lines across: x264-medium 0.0 %, x265-medium \u22124.0 %.");
  }

  @Test
  void aScorecardBeginsWithWhatMakesTheScore() throws Exception {
    campaign.succeeded(1, -3);
    page.route(
        "**/api/campaigns/c/anchors",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setBody(
                        """
                        {"main": "x264-medium", "held_out": [], "curves": [], "bd_rate": {"x264-medium": 0}}
                        """)));
    page.route(
        "**/api/experiments/" + experiment(1),
        route -> {
          String body = route.fetch().text();
          route.fulfill(
              new Route.FulfillOptions()
                  .setContentType("application/json")
                  .setBody(
                      body.replace(
                          "\"x264-medium\":-3.0",
                          """
                          "vp9":-1,"vp9/objective":-2,"x264-medium":-3,"x264-medium/objective":-4
                          """)));
        });
    page.navigate(server.address() + "#/experiment/" + experiment(1));
    assertThat(page.locator("[aria-label='Scorecard'] tbody th"))
        .hasText(
            new String[] {
              "x264-medium, by the objective",
              "x264-medium",
              "x264-medium, held-out clips",
              "vp9",
              "vp9, by the objective"
            });
  }

  private static double height(Locator drawn, String attribute) {
    return Double.parseDouble(drawn.first().getAttribute(attribute));
  }

  @Test
  void theOneThatHasTheFocusKeepsItWhenAnotherComes() throws Exception {
    scores();
    page.locator("#way a[tabindex='0']").last().focus();
    end(5, -9);
    assertThat(page.locator("#way a[tabindex='0']")).hasCount(3);
    assertThat(focused()).hasAttribute("aria-label", "Iteration 3: \u22124.0\u202f%");
  }

  @Test
  void theScoresAreReadAsATableWhoseFiguresLeadToTheirExperiments() throws Exception {
    scores();
    assertThat(table()).hasCount(0);
    page.locator("#way summary").click();
    assertThat(table().locator("thead th"))
        .hasText(
            new String[] {"iteration", "experiments", "best so far", "those on held-out clips"});
    assertThat(table().locator("tbody tr"))
        .hasText(
            new String[] {
              "1\u22121.0 %\u22121.0 %+2.0 %",
              "2+5.0 %",
              "3\u22124.0 %\u22124.0 %\u22121.0 %",
              "4+2.0 %"
            });
    assertThat(page.evaluate(axe())).asString().isEmpty();
    end(5, -9);
    assertThat(table().locator("tbody tr")).hasCount(5);
    table().locator("tbody tr").nth(1).locator("a").click();
    assertThat(page.locator("#experiment h1")).containsText("Iteration 2");
  }

  @Test
  void aCurveIsReadAsATableOfItsPoints() throws Exception {
    campaign.succeeded(1, -3);
    page.navigate(server.address() + "#/experiment/" + experiment(1));
    Locator chart = page.locator("#experiment .chart");
    assertThat(chart.locator("svg")).hasAttribute("role", "img");
    chart.locator("summary").click();
    assertThat(chart.locator("th"))
        .hasText(
            new String[] {"Curve", "kbit/s", "PSNR-YUV in dB", "this program", "this program"});
    assertThat(chart.locator("tbody td"))
        .hasText(new String[] {"200.0", "30.00", "400.0", "40.00"});
    assertThat(page.evaluate(axe())).asString().isEmpty();
  }
}

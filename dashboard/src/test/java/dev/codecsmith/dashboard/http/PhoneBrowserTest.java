package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.codecsmith.dashboard.PicturedClips;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.lab.frames.VideoDecoder;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.Retrying;
import dev.codecsmith.store.events.CampaignEvent.WorkerUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages on a phone: what is wider than it scrolls by itself, never the page. */
class PhoneBrowserTest extends AbstractBrowserTest {
  private static final int WIDTH = 390;

  /** Nothing in it can be broken at. */
  private static final String LONG = "a".repeat(90);

  @Override
  CampaignAnchors anchors() {
    try {
      return new PicturedClips(scratch.resolve("clips"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  VideoDecoder decoder() {
    return PicturedClips.decoder();
  }

  @BeforeEach
  void fill() throws IOException {
    page.setViewportSize(WIDTH, 844);
    append(new CampaignBegun("name of c", 8));
    Program first = Program.of("python", "a.py", Map.of("a.py", "x = '" + LONG + "'"));
    campaign.of(1, ProgramReference.store(artifacts, first).artifact());
    Program second = Program.of("python", "a.py", Map.of("a.py", "pass  # " + LONG));
    campaign.of(2, ProgramReference.store(artifacts, second).artifact(), experiment(1));
    for (int iteration = 1; iteration <= 2; iteration++) {
      List<String> parents = iteration == 1 ? List.of() : List.of(experiment(1));
      append(new CandidateProposed(experiment(iteration), iteration, "name", LONG, parents));
      end(iteration, -iteration);
    }
    campaign.failed(3);
    campaign.encoding(4);
    append(new Retrying(LONG, LONG, Duration.ofSeconds(1)));
    append(new WorkerUp("http://a", LONG));
    append(new WorkerUp(ServedStoreTest.FLEET, "2 workers of a fleet"));
    append(
        T0,
        new ModelAnswered(
            LONG,
            "iteration 1, turn 1",
            "q",
            Optional.of(1L),
            Optional.of(1L),
            Optional.empty(),
            Duration.ofSeconds(1)));
  }

  /** Each page, and what is drawn last of it. */
  private static Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("#/campaign/c", "#way svg");
    places.put("#/experiment/" + experiment(2), "#experiment ul.files");
    places.put("#/experiment/" + experiment(3), "#experiment ul.files");
    places.put("#/pictures/c", ".stage[data-frame='0']");
    places.put("#/compare/c", "#other pre.source, #other table");
    places.put("#/lineage/c", "a.program");
    places.put("#/models/c", "#other table");
    places.put("#/workers/c", ".fleet tbody tr");
    places.put("#/clips/c", "#other h1");
    return places;
  }

  @Test
  void noPageIsWiderThanAPhone() {
    places()
        .forEach((place, drawn) -> {
          page.navigate("about:blank");
          page.navigate(server.address() + place);
          assertThat(page.locator(drawn).first()).isVisible();
          assertFits(place);
        });
  }

  @Test
  void noListIsWiderThanAPhone() {
    page.navigate(server.address());
    for (String tab : List.of("in_progress", "successful", "failed")) {
      page.locator("#tab-" + tab).click();
      assertThat(page.locator("#tab-" + tab)).hasAttribute("aria-selected", "true");
      assertThat(page.locator("#list tbody tr").first()).isVisible();
      assertFits(tab);
    }
    assertThat(page.locator("#machine")).isVisible();
  }

  @Test
  void whatIsOpenedOnAnExperimentsPageIsNoWiderThanAPhone() {
    page.navigate(server.address() + "#/experiment/" + experiment(2));
    assertThat(page.locator("#experiment ul.files")).isVisible();
    for (String text : List.of("What it changed", "Source")) {
      Locator part = page.locator("details:has(summary:text-is('" + text + "'))");
      part.locator("summary").click();
      assertThat(part.locator("pre.source")).isVisible();
      assertFits(text);
    }
  }

  private void assertFits(String what) {
    assertThat(page.evaluate("document.documentElement.scrollWidth"))
        .as("how wide it is: %s", what)
        .isEqualTo(WIDTH);
  }
}

package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.EVIL;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.codecsmith.dashboard.PicturedClips;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comparison, as a person chooses who is in it. */
class CompareBrowserTest extends AbstractBrowserTest {
  @Override
  CampaignAnchors anchors() {
    try {
      return new PicturedClips(scratch.resolve("clips"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores programs of experiments that are to end, for their sources are compared as well. */
  private void store(int... iterations) throws IOException {
    Program program = Program.of("python", "a.py", Map.of("a.py", "pass"));
    for (int iteration : iterations) {
      campaign.of(iteration, ProgramReference.store(artifacts, program).artifact());
    }
  }

  private void look() {
    page.navigate(server.address() + "#/compare/c");
    assertThat(page.locator(".contestants .key")).hasCount(2);
  }

  private Locator field() {
    return page.getByLabel("Find experiments to compare");
  }

  private Locator found() {
    return page.getByLabel("Found experiments").locator("button");
  }

  private Locator said() {
    return page.locator(".found [role=status]");
  }

  @Test
  void anExperimentThatIsNotAmongTheBestIsFoundAndAddedByKeys() throws Exception {
    store(1, 60);
    for (int iteration = 1; iteration <= 60; iteration++) {
      campaign.succeeded(iteration, iteration);
    }
    look();
    assertThat(page.locator(".contestants option[value*=iter49_]")).hasCount(1);
    assertThat(page.locator(".contestants option[value*=iter60_]")).hasCount(0);
    field().fill("ITER60_");
    assertThat(found()).hasText("Iteration 60, name, +60.0 %");
    assertThat(said()).hasText("1 found.");
    assertThat(page.evaluate(axe())).asString().isEmpty();
    field().press("Tab");
    page.keyboard().press("Enter");
    assertThat(page.locator(".contestants .key").last()).containsText("Iteration 60");
    assertThat(page.locator(".contestants")).isFocused();
    assertThat(page.locator("#other table tbody tr")).hasCount(2);
    assertThat(found()).hasCount(0);
  }

  @Test
  void whatFailedAfterItWasMeasuredIsFoundAndWhatWasNotMeasuredIsNot() throws Exception {
    store(1, 3);
    campaign.succeeded(1, -3);
    campaign.failed(2);
    campaign.failedLate(3);
    campaign.encoding(4);
    look();
    field().fill("exp_iter");
    assertThat(found()).hasText("Iteration 3, name, failed: out of time");
    field().fill("nothing is called so");
    assertThat(said()).hasText("Nothing that was measured is like that.");
    assertThat(found()).hasCount(0);
    field().fill("");
    assertThat(said()).hasText("");
    field().fill("iter3");
    found().click();
    assertThat(page.locator("#other h2").first()).hasText("BD-rate against x264-medium");
    assertThat(page.locator("#other table tbody tr")).hasCount(2);
  }

  @Test
  void moreThanAreShownIsSaid() throws Exception {
    for (int iteration = 1; iteration <= 25; iteration++) {
      campaign.succeeded(iteration, iteration);
    }
    look();
    field().fill("exp_iter");
    assertThat(said()).hasText("These and more are like that; write more to find others.");
    assertThat(found().first()).containsText("Iteration 2, " + EVIL);
  }

  @Test
  void whatAReaderWritesStaysWhenAnotherProgramSucceeds() throws Exception {
    campaign.succeeded(1, -3);
    campaign.succeeded(2, 4);
    look();
    field().fill("iter2");
    assertThat(found()).hasCount(1);
    end(3, 1);
    assertThat(page.locator(".contestants option[value*=iter3_]")).hasCount(1);
    assertThat(field()).hasValue("iter2");
    assertThat(field()).isFocused();
    assertThat(found()).hasCount(1);
  }
}

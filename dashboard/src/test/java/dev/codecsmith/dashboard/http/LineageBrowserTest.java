package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;

import com.microsoft.playwright.Locator;
import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tree of programs by the keyboard. */
class LineageBrowserTest extends AbstractBrowserTest {
  private void proposed(int iteration, int... parents) throws Exception {
    List<String> ids = IntStream.of(parents).mapToObj(StoredCampaign::experiment).toList();
    append(new CandidateProposed(experiment(iteration), iteration, "name", "model", ids));
  }

  private Locator program(int iteration) {
    return page.locator("a.program[aria-label^='Iteration " + iteration + ",']");
  }

  /** The first has two children, of which the first has one, the best of all. */
  private void grow() throws Exception {
    proposed(1);
    end(1, 3);
    proposed(2, 1);
    end(2, 2);
    proposed(3, 2);
    end(3, -1);
    proposed(4, 1);
    end(4, 4);
  }

  @Test
  void theTreeIsOneStopOfTheTabulatorAndArrowsGoOnFromThere() throws Exception {
    grow();
    page.navigate(server.address() + "#/lineage/c");
    assertThat(page.locator("a.program")).hasCount(4);
    assertThat(page.locator("a.program[tabindex='0']")).hasCount(1);
    page.locator(".scroll[aria-label='Tree of programs']").focus();
    page.keyboard().press("Tab");
    assertThat(program(3)).isFocused();
    page.keyboard().press("ArrowRight");
    assertThat(program(3)).isFocused();
    page.keyboard().press("ArrowLeft");
    assertThat(program(2)).isFocused();
    page.keyboard().press("ArrowUp");
    assertThat(program(1)).isFocused();
    page.keyboard().press("End");
    assertThat(program(4)).isFocused();
    page.keyboard().press("ArrowUp");
    page.keyboard().press("ArrowUp");
    assertThat(program(2)).isFocused();
    page.keyboard().press("Home");
    page.keyboard().press("ArrowRight");
    assertThat(program(2)).isFocused();
    assertThat(page.locator("a.program[tabindex='0']")).hasCount(1);
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("Tab");
    assertThat(program(2)).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#experiment h1")).containsText("Iteration 2");
  }

  @Test
  void whoIsInTheTreeStaysThereWhileItGrowsAndWhileItsRoomChanges() throws Exception {
    grow();
    page.navigate(server.address() + "#/lineage/c");
    program(2).focus();
    proposed(5, 2);
    assertThat(page.locator("a.program")).hasCount(5);
    assertThat(program(2)).isFocused();
    page.setViewportSize(500, 700);
    assertThat(program(2)).isFocused();
    page.keyboard().press("ArrowRight");
    assertThat(program(3)).isFocused();
  }
}

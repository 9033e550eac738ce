package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.EVIL;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import dev.codecsmith.store.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What models, programs and people wrote is text wherever it stands, and never part of a page. */
class TextOfOthersBrowserTest extends AbstractBrowserTest {
  /** Whoever means harm would have had this by now. */
  @AfterEach
  void nothingOfItIsPartOfThePage() {
    assertThat(page.locator("img[src=x], main script")).hasCount(0);
    assertThat(page.title()).isNotEqualTo("owned");
  }

  private String program(String text) throws Exception {
    return ProgramReference.store(artifacts, Program.of("python", "a.py", Map.of("a.py", text)))
        .artifact();
  }

  private void look(int iteration) {
    page.navigate(server.address() + "#/experiment/" + experiment(iteration));
  }

  private Locator row() {
    return page.locator("#list tbody tr");
  }

  /** A program and one that was made of it, both as harmful as they can be. */
  private void evilFamily() throws Exception {
    campaign.evil(1, program("one\n"));
    campaign.evil(2, program(EVIL + "\n"), experiment(1));
    for (int iteration = 1; iteration <= 2; iteration++) {
      List<String> parents = iteration == 1 ? List.of() : List.of(experiment(1));
      append(new CandidateProposed(experiment(iteration), iteration, EVIL, EVIL, parents));
      campaign.succeeded(iteration, -iteration);
      append(
          CampaignEventExperimentEndedBuilder.builder(
                  (ExperimentEnded) ended(iteration, -iteration))
              .name(EVIL)
              .build());
    }
  }

  @Test
  void whatAProgramCallsItselfIsText() throws Exception {
    campaign.failed(1);
    campaign.of(2, program(EVIL));
    page.navigate(server.address());
    page.locator("#tab-failed").click();
    assertThat(row()).containsText(EVIL);
    row().locator("a").click();
    assertThat(page.locator("#experiment pre").first()).containsText(EVIL);
    look(2);
    page.getByText("Source", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("pre.source")).hasText(EVIL);
  }

  @Test
  void whatIsSaidToAModelAndByItAndWhatAProgramSaysIsText() throws Exception {
    campaign.told(1, artifacts.put(EVIL.getBytes(StandardCharsets.UTF_8)));
    look(1);
    for (String text : List.of("Prompt", "Reply", "Log")) {
      page.locator("summary:text-is('" + text + "')").click();
    }
    assertThat(page.locator("#experiment pre")).hasText(new String[] {EVIL, EVIL, EVIL, EVIL});
    assertReadable("texts");
  }

  @Test
  void whatAProgramChangedAndWhoProposedItWhyIsText() throws Exception {
    evilFamily();
    look(2);
    assertThat(page.locator("#experiment h1")).containsText(EVIL);
    assertThat(page.locator(".figures div:has(dt:text-is('Proposer')) dd")).hasText(EVIL);
    assertThat(page.locator(".part[data-part=warnings] li")).hasText(EVIL);
    assertThat(page.locator(".part[data-part=reasoning] pre")).hasText(EVIL);
    page.getByText("What it changed").click();
    assertThat(page.locator("pre.source .added")).hasText("+" + EVIL);
    assertReadable("what it changed");
    look(1);
    assertThat(page.locator(".part[data-part=children] a")).hasText("Iteration 2, " + EVIL);
  }

  @Test
  void remarksAndProposersInTheListAreText() throws Exception {
    evilFamily();
    page.navigate(server.address());
    page.locator("#tab-successful").click();
    assertThat(row()).hasCount(2);
    assertThat(row().first().locator("td.program")).containsText(EVIL);
    assertThat(row().first().locator("td.remarks")).containsText(EVIL);
    assertThat(row().first().locator("td.wide").last()).hasText(EVIL);
  }

  @Test
  void namesAndSourcesThatAreComparedAreText() throws Exception {
    evilFamily();
    page.navigate(
        server.address()
            + "#/compare/c?of=experiment/%s&of=experiment/%s"
                .formatted(experiment(1), experiment(2)));
    assertThat(page.locator("#other pre.source .added")).hasText("+" + EVIL);
    assertThat(page.locator(".contestants .key").first()).containsText(EVIL);
  }

  @Test
  void namesInTheTreeAndIdeasAreText() throws Exception {
    evilFamily();
    Map<String, Object> idea =
        Map.of(
            "id",
            EVIL,
            "title",
            EVIL,
            "tries",
            1,
            "failures",
            0,
            "improved",
            1,
            "best",
            -1,
            "mean",
            -1);
    page.route(
        "**/api/campaigns/c/ideas",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setBody(Json.write(Map.of("ideas", List.of(idea))))));
    page.navigate(server.address() + "#/lineage/c");
    assertThat(page.locator("a.program")).hasCount(2);
    assertThat(page.locator("a.program title").first()).containsText("Iteration 1, " + EVIL);
    Locator way = page.getByLabel("The way to the best").locator("tbody tr").first();
    assertThat(way.locator("th")).hasText("Iteration 1, " + EVIL);
    assertThat(way.locator("td").first()).hasText(EVIL);
    assertThat(page.getByLabel("Ideas").locator("tbody th")).hasText(EVIL);
  }
}

package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.EVIL;
import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.CampaignEvent.ExperimentProgress;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.WorkerUp;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of a campaign and that of an experiment. */
class BrowserTest extends AbstractBrowserTest {
  private static final Pattern AXIS_OF_TIME = Pattern.compile(".* over hours");

  @Test
  void anExperimentMovesThroughItsPhasesIntoItsTabWithoutAReload() throws Exception {
    EventListener listener = server.running("c");
    append(new CampaignBegun("name of c", 8));
    page.navigate(server.address());
    assertThat(page.locator("#empty")).hasText("Nothing is running.");
    campaign.queued(1);
    append(new ExperimentPhase(experiment(1), 1, "name", ExperimentStatus.QUEUED));
    assertThat(row()).containsText("queued");
    assertThat(page.locator("#tab-in_progress")).containsText("1");
    listener.on(T0, new ExperimentProgress(experiment(1), 1, ExperimentStatus.ENCODING, 3, 8));
    assertThat(row()).containsText("encoding 3 of 8");
    end(1, -12.5);
    assertThat(page.locator("#tab-successful .count")).hasText("1");
    assertThat(page.locator("#tab-in_progress .count")).hasText("0");
    assertThat(page.locator("#best")).containsText("12.5");
    page.locator("#tab-successful").click();
    assertThat(row()).containsText("12.5");
    assertThat(page.locator("#news")).containsText("Iteration 1 succeeded");
  }

  @Test
  void whatTheCascadeWasWorthStandsBelowTheScores() throws Exception {
    StoredCampaign.in(
            store,
            "d",
            """
            {"cascade":{"frames":8,"qualities":[30,70],"margin":50.0}}
            """)
        .looked(1, -8, Optional.of(-10.0));
    StoredCampaign looked = StoredCampaign.in(store, "d");
    looked.looked(2, 70, Optional.empty());
    page.navigate(server.address() + "#/campaign/d");
    assertThat(page.locator("#cascade li")).hasCount(2);
    assertThat(page.locator("#cascade")).containsText("Margin: 1 of 1 programs");
    page.navigate(server.address() + "#/campaign/c");
    assertThat(page.locator("#cascade")).isHidden();
  }

  @Test
  void aModelsCallStandsBeforeTheStepsOfTheEvaluationAndWhatCameOfItBelow() throws Exception {
    campaign.encoding(1);
    append(T0, new CampaignEvent.ModelCalled("m", "iteration 1, turn 1"));
    append(
        T0.plusSeconds(75),
        new ModelAnswered(
            "m",
            "iteration 1, turn 1",
            "q",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(75)));
    append(T0.plusSeconds(80), new CandidateProposed(experiment(1), 1, EVIL, "m", List.of()));
    append(
        T0.plusSeconds(80), new ExperimentPhase(experiment(1), 1, EVIL, ExperimentStatus.QUEUED));
    page.navigate(server.address() + "#/experiment/" + experiment(1));
    assertThat(page.locator(".phase:not(.now)"))
        .hasText(new String[] {"model called1 min 15 s", "reply tried5.0 s"});
    Locator children = page.locator("#experiment section a");
    assertThat(children).hasCount(0);
    List<String> parents = List.of(experiment(1));
    append(T0, new CandidateProposed(experiment(2), 2, EVIL, "m", parents));
    assertThat(children).hasText("Iteration 2, " + EVIL);
  }

  @Test
  void aServerThatIsGoneIsSaidAndComesBack() throws Exception {
    campaign.succeeded(1, 3);
    page.navigate(server.address());
    assertThat(page.locator("#connection")).hasText("Live");
    int port = port();
    server.close();
    assertThat(page.locator("#connection")).containsText("The server is gone");
    assertReadable("what stays while the server is gone");
    server = DashboardServer.start(port, shown(), complaints::add, Clock.systemUTC());
    assertThat(page.locator("#connection")).hasText("Live");
  }

  @Test
  void aPointOfTheChartOpensItsExperiment() throws Exception {
    for (int iteration = 1; iteration <= 4; iteration++) {
      List<String> parents = iteration == 1 ? List.of() : List.of(experiment(iteration - 1));
      append(new CandidateProposed(experiment(iteration), iteration, "name", "model", parents));
      end(iteration, -iteration);
    }
    page.navigate(server.address());
    // The way to the best, the best so far, those on held-out clips.
    assertThat(page.locator("#way path.line")).hasCount(3);
    assertThat(page.locator("#way .link-line")).hasCount(3);
    page.locator("#axis").selectOption("time");
    assertThat(page.locator("#way svg")).hasAttribute("aria-label", AXIS_OF_TIME);
    page.locator("#way a[aria-label^='Iteration 1:'] circle").last().click();
    assertThat(page.locator("#experiment h1")).containsText("Iteration 1");
    assertThat(page.locator("#experiment .chart path.line")).hasCount(1);
  }

  @Test
  void whoHasTheTokenStopsACampaignFromThePage() throws Exception {
    campaign.failed(1);
    page.navigate(server.address());
    Locator stop = page.getByText("Stop", new Page.GetByTextOptions().setExact(true));
    stop.click();
    page.locator("dialog input").fill("a token that is not this one");
    page.getByText("Go on").click();
    assertThat(page.locator("dialog")).containsText("not the token");
    assertReadable("token");
    page.locator("dialog input").fill(TOKEN.text());
    page.getByText("Go on").click();
    assertThat(page.locator("#said")).hasText("It is done.");
    assertThat(actions.asked()).containsExactly(new Action.Stop("c"));
    stop.click();
    page.waitForCondition(() -> actions.asked().size() == 2);
  }

  @Test
  void theAddressThatTheCommandPrintsBringsTheTokenAndDoesNotKeepIt() throws Exception {
    campaign.failed(1);
    page.navigate(server.address() + "#token=" + TOKEN.text());
    page.locator("#tab-failed").click();
    assertThat(page.url()).doesNotContain(TOKEN.text());
    page.getByText("Delete failed").click();
    page.getByText("Keep").click();
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(actions.asked()).isEmpty();
    page.getByText("Delete failed").click();
    page.getByText("Delete", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#said")).hasText("It is done.");
    row().locator("a").click();
    assertThat(page.locator("#said")).isHidden();
    page.getByText("Evaluate again").first().click();
    page.locator("dialog button.main").click();
    assertThat(page.locator("#campaign")).isVisible();
    assertThat(actions.asked())
        .containsExactly(new Action.DeleteFailed("c"), new Action.Rerun("c", experiment(1)));
  }

  @Test
  void anExperimentThatIsEvaluatedNowIsCancelledAfterAsking() throws Exception {
    campaign.encoding(1);
    page.navigate(server.address() + "#token=" + TOKEN.text());
    row().locator("a").click();
    page.getByText("Cancel…").click();
    page.getByText("Keep").click();
    assertThat(actions.asked()).isEmpty();
    page.getByText("Cancel…").click();
    page.locator("dialog button.main").click();
    assertThat(page.locator("#said")).hasText("It is done.");
    assertThat(actions.asked()).containsExactly(new Action.Cancel("c", experiment(1)));
  }

  @Test
  void aTokenThatIsPutIntoTheAddressOfAnOpenPageIsTakenToo() {
    page.navigate(server.address());
    page.locator("#actions").getByText("Stop").waitFor();
    page.evaluate("token => { location.hash = 'token=' + token; }", TOKEN.text());
    page.waitForFunction(
        "() => sessionStorage.getItem('codecsmith-token') && location.hash === ''");
    page.locator("#actions").getByText("Stop").click();
    assertThat(page.locator("#said")).hasText("It is done.");
    assertThat(actions.asked()).containsExactly(new Action.Stop("c"));
  }

  @Test
  void aNewBudgetIsSentAsFarAsItIsFilledIn() throws Exception {
    page.navigate(server.address() + "#token=" + TOKEN.text());
    page.getByText("New budget").click();
    assertReadable("budget");
    page.locator("input[name=iterations]").fill("40");
    page.getByText("Go on").click();
    assertThat(page.locator("#said")).hasText("It is done.");
    assertThat(actions.asked())
        .containsExactly(
            new Action.NewBudget("c", OptionalInt.of(40), Optional.empty(), OptionalLong.empty()));
  }

  @Test
  void aCampaignIsStartedByItsText() throws Exception {
    page.navigate(server.address() + "#token=" + TOKEN.text());
    page.locator("#start").click();
    assertReadable("start");
    page.locator("dialog textarea").fill("name: x");
    page.locator("dialog button.main").click();
    assertThat(page.locator("#said")).hasText("It is done.");
    assertThat(actions.asked()).containsExactly(new Action.Start("name: x"));
  }

  @Test
  void modelsWorkersAndClipsHavePagesOfTheirOwnWhoseNamesAreText() throws Exception {
    append(new WorkerUp("http://a", EVIL));
    append(
        new ModelAnswered(
            EVIL,
            "iteration 1, turn 1",
            "q",
            Optional.of(1L),
            Optional.of(1L),
            Optional.empty(),
            Duration.ofSeconds(1)));
    String axe = axe();
    Map<String, String> pages = Map.of("Models", EVIL, "Workers", EVIL, "Clips", "names no clips");
    for (Map.Entry<String, String> each : pages.entrySet()) {
      page.navigate(server.address());
      page.locator("#pages").getByText(each.getKey()).click();
      assertThat(page.locator("#other h1")).hasText(each.getKey());
      assertThat(page.locator("#other")).containsText(each.getValue());
      assertThat(page.evaluate(axe)).as(each.getKey()).asString().isEmpty();
    }
    page.locator("#other .back a").click();
    assertThat(page.locator("#campaign")).isVisible();
    assertThat(page.title()).isNotEqualTo("owned");
  }

  @Test
  void workersOfAFleetAreATableOfWhatEachDoes() throws Exception {
    append(new WorkerUp(ServedStoreTest.FLEET, "2 workers of a fleet"));
    page.navigate(server.address() + "#/workers/c");
    assertThat(page.locator(".card.up .facts")).containsText("Steps waiting7");
    assertThat(page.locator(".fleet tbody tr")).hasCount(3);
    assertThat(page.locator(".fleet tbody tr").nth(0))
        .containsText("busybuild and smoke test: smoke 1 of 2exp_iter3_0a2");
    assertThat(page.locator(".fleet tbody tr").nth(0)).containsText("0.1.0");
    assertThat(page.locator(".fleet tbody tr").nth(1)).containsText("1 step of other campaigns");
    assertThat(page.locator(".fleet tbody tr").nth(2)).containsText("idle<b>waits for work");
    assertThat(page.evaluate(axe())).asString().isEmpty();
  }

  @Test
  void whatAModelsServerDoesNotTellIsCalledUnknown() throws Exception {
    append(
        new ModelAnswered(
            "m",
            "iteration 1, turn 1",
            "q",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(1)));
    page.navigate(server.address());
    assertThat(page.locator("#spent")).hasText("cost unknown of $2.50");
    assertThat(page.locator("#calls")).hasText("1 call, tokens unknown");
    page.locator("#pages").getByText("Models").click();
    assertThat(page.locator("#other td:text-is('unknown')")).hasCount(3);
  }

  @Test
  void campaignsOfOneNameAreToldApartByTheirBeginning() throws Exception {
    for (String id : List.of("d", "e")) {
      CampaignRecord _ =
          store.putCampaignIfAbsent(
              new CampaignRecord(id, id.equals("d") ? "name of c" : "other", "{}", T0));
    }
    page.navigate(server.address());
    assertThat(page.locator("#campaigns option"))
        .hasText(
            new Pattern[] {
              Pattern.compile("other"),
              Pattern.compile("name of c, .*2026.*"),
              Pattern.compile("name of c, .*2026.*")
            });
  }

  @Test
  void whatAllProgramsHaveToKeepToIsSaidBesideTheName() throws Exception {
    String settings =
        """
        {"constraints":{"random_access":8,"low_delay":true},"editable":["<b>filter</b>.c","src/x"]}
        """;
    CampaignRecord _ = store.putCampaignIfAbsent(new CampaignRecord("d", "d", settings, T0));
    page.navigate(server.address() + "#/campaign/d");
    assertThat(page.locator("#about"))
        .containsText(
            "Conditions: random access every 8 frames; low delay; only <b>filter</b>.c, src/x may be"
                + " changed");
    page.navigate(server.address() + "#/campaign/c");
    assertThat(page.locator("#about")).containsText("c, begun");
    assertThat(page.locator("#about")).not().containsText("Conditions");
  }

  @Test
  void whatIsFlaggedCanBeReadOnAPhone() throws Exception {
    page.setViewportSize(390, 844);
    campaign.succeeded(1, -3);
    page.navigate(server.address());
    page.locator("#tab-successful").click();
    assertThat(row()).containsText("the same bitstreams as another");
    assertThat(row().locator("td.remarks").boundingBox().width).isGreaterThan(200);
  }

  @Test
  void whereThereIsNoCampaignYetThePageSaysSoAndWaitsForOne() throws Exception {
    server.close();
    store = new MemoryExperimentStore();
    server = DashboardServer.start(0, shown(), complaints::add, Clock.systemUTC());
    page.navigate(server.address());
    assertThat(page.locator("#nothing")).containsText("No campaign has begun yet. Start one");
    assertThat(page.locator("#connection")).hasText("Live");
    campaign = StoredCampaign.in(store, "c");
    EventListener _ = server.running("c");
    append(new CampaignBegun("name of c", 8));
    assertThat(page.locator("#name")).hasText("name of c");
  }

  @Test
  void allOfVeryManyCampaignsCanBeChosen() throws Exception {
    // More than an answer of the server holds.
    for (int i = 1; i <= 205; i++) {
      StoredCampaign.in(store, "c" + i);
    }
    page.navigate(server.address());
    assertThat(page.locator("#campaigns option")).hasCount(206);
    assertThat(page.locator("#name")).hasText("name of c205");
    page.locator("#campaigns").selectOption("c");
    assertThat(page.locator("#name")).hasText("name of c");
  }

  @Test
  void nobodyIsKeptFromReadingIt() throws Exception {
    String axe = axe();
    campaign.failed(1);
    campaign.encoding(2);
    for (int iteration = 3; iteration <= 6; iteration++) {
      end(iteration, -iteration);
    }
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      for (String path :
          List.of("", "#/experiment/" + experiment(1), "#/experiment/" + experiment(3))) {
        page.navigate("about:blank");
        page.navigate(server.address() + path);
        Locator drawn = page.locator(path.isEmpty() ? "#way svg" : "#experiment h1");
        assertThat(drawn).isVisible();
        assertThat(page.evaluate(axe)).as(scheme + " " + path).asString().isEmpty();
      }
    }
  }

  private Locator row() {
    return page.locator("#list tbody tr");
  }
}

package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.codecsmith.lab.bits.StandardErrorReport;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.CampaignEvent.ExperimentProgress;
import dev.codecsmith.store.events.EventListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An experiment's page: its phases, its rate points and its source. */
class ExperimentBrowserTest extends AbstractBrowserTest {
  private void look(int iteration) {
    page.navigate("about:blank");
    page.navigate(server.address() + "#/experiment/" + experiment(iteration));
  }

  @Test
  void sourceIsHighlightedAndHtmlInItIsText() throws Exception {
    String source =
        """
        # <b>bold</b> & more
        name = "<img src=x onerror=alert(1)>"
        def twice(x): return 2 * x
        """;
    campaign.of(
        1,
        ProgramReference.store(artifacts, Program.of("python", "a.py", Map.of("a.py", source)))
            .artifact());
    look(1);
    page.getByText("Source", new Page.GetByTextOptions().setExact(true)).click();
    Locator shown = page.locator("pre.source");
    assertThat(shown.locator(".comment")).hasText("# <b>bold</b> & more");
    assertThat(shown.locator(".text")).hasText("\"<img src=x onerror=alert(1)>\"");
    assertThat(shown.locator(".number")).hasText("2");
    assertThat(shown.locator(".word")).hasText(new String[] {"def", "return"});
    assertThat(shown.locator("b, img")).hasCount(0);
    assertThat(shown.textContent()).isEqualTo(source);
    assertThat(colour(shown.locator(".comment"))).isNotEqualTo(colour(shown));
    assertThat(colour(shown.locator(".text"))).isNotEqualTo(colour(shown));
    assertReadable("source");
  }

  private static Object colour(Locator text) {
    return text.evaluate("each => getComputedStyle(each).color");
  }

  @Test
  void aRunWhoseRuntimeWasSetOtherwiseHasAStarAndALineThatSaysHow() throws Exception {
    campaign.measuredWith(1, "first compiler alone");
    campaign.succeeded(2, -3);
    look(1);
    Locator table =
        page.getByLabel("Rate points", new Page.GetByLabelOptions().setExact(true))
            .locator("table");
    Locator row = table.locator("tbody tr").first();
    assertThat(row.locator("td").nth(6)).hasText("1.3 s*");
    assertThat(row.locator("td").nth(7)).hasText("0.3 s");
    assertThat(table.getByText("*")).hasCount(1);
    Locator said = page.getByText("The runtime was set otherwise than usual");
    assertThat(said)
        .hasText("* The runtime was set otherwise than usual for this run: first compiler alone.");
    assertThat(said).isVisible();
    look(2);
    assertThat(table.locator("tbody tr")).hasCount(2);
    assertThat(table.getByText("*")).hasCount(0);
    assertThat(said).hasCount(0);
  }

  @Test
  void aSyntaxElementMayHaveTheNameOfWhatEveryObjectHas() throws Exception {
    String report =
        """
        codecsmith-bits frame=0 type=I bits=100 constructor=10
        codecsmith-bits frame=1 type=P bits=60 motion=20
        """;
    String bits = StandardErrorReport.of(report).check(2, 25).orElseThrow().toJson();
    campaign.reporting(1, artifacts.put(bits.getBytes(StandardCharsets.UTF_8)));
    page.route(
        "**/api/artifacts/*",
        route -> route.fulfill(new Route.FulfillOptions().setBody("frame,psnr_yuv\n0,30\n1,31\n")));
    look(1);
    page.getByText("Frame by frame").click();
    page.getByText("Each frame as a table").click();
    assertThat(page.getByLabel("Bits by frame").locator("tbody tr"))
        .hasText(new String[] {"0I10010", "1P6020"});
  }

  @Test
  void whatAReaderHasOpenedHasInFocusAndHasScrolledToStaysWhileTheExperimentGoesOn()
      throws Exception {
    Program program =
        Program.of("python", "a.py", Map.of("a.py", "print(1)\n".repeat(200), "b.py", "pass"));
    campaign.of(1, program, ProgramReference.store(artifacts, program).artifact());
    enters(ExperimentStatus.QUEUED);
    look(1);
    page.getByText("Source", new Page.GetByTextOptions().setExact(true)).click();
    Locator source = page.locator("pre.source").first();
    source.focus();
    page.evaluate("scrollTo(0, document.body.scrollHeight)");
    source.evaluate("node => { node.mark = 'the same'; }");
    double top = source.boundingBox().y;
    enters(ExperimentStatus.ENCODING);
    enters(ExperimentStatus.DECODING);
    assertThat(page.locator(".phase:not(.now)")).hasCount(2);
    assertThat(source.evaluate("node => node.mark")).isEqualTo("the same");
    assertThat(source).isFocused();
    page.waitForCondition(() -> Math.abs(source.boundingBox().y - top) < 2);
  }

  @Test
  void thePhaseThatIsUnderWayTellsProgressAndTimeWithoutARequestUntilItEnds() throws Exception {
    EventListener listener = server.running("c");
    campaign.encoding(1);
    append(T0.plusSeconds(1), phase(ExperimentStatus.QUEUED));
    append(T0.plusSeconds(3), phase(ExperimentStatus.ENCODING));
    page.clock().setFixedTime(T0.plusSeconds(63).toEpochMilli());
    look(1);
    Locator now = page.locator(".phase.now");
    Locator took = page.locator(".figures div:has(dt:text-is('Took')) dd");
    assertThat(now.locator("span")).hasText(new String[] {"encoding", "1 min 0 s"});
    assertThat(took).hasText("1 min 2 s");
    assertThat(page.locator("#connection")).hasText("Live");
    AtomicInteger requests = new AtomicInteger();
    page.onRequest(_ -> requests.incrementAndGet());
    listener.on(T0, new ExperimentProgress(experiment(1), 1, ExperimentStatus.ENCODING, 3, 8));
    assertThat(now.locator("span")).hasText(new String[] {"encoding 3 of 8", "1 min 0 s"});
    page.clock().setFixedTime(T0.plusSeconds(68).toEpochMilli());
    assertThat(now.locator("span")).hasText(new String[] {"encoding 3 of 8", "1 min 5 s"});
    assertThat(took).hasText("1 min 7 s");
    assertThat(requests).hasValue(0);
    end(1, -4);
    assertThat(now).hasCount(0);
    assertThat(page.locator(".phase")).hasText(new String[] {"queued2.0 s", "encoding57 s"});
    assertThat(took).hasText("8.0 s");
  }

  @Test
  void whatHasTheFocusInAPartThatIsDrawnAnewHasItInTheNewOne() throws Exception {
    campaign.encoding(1);
    enters(ExperimentStatus.ENCODING);
    look(1);
    Locator figures = page.locator("ul.files a");
    figures.focus();
    end(1, -4);
    assertThat(figures).hasCount(3);
    assertThat(figures.first()).isFocused();
  }

  private void enters(ExperimentStatus phase) throws IOException {
    ExperimentRecord stored = store.find(experiment(1)).orElseThrow();
    if (stored.status() != phase) {
      store.update(stored.next(T0).status(phase).build());
    }
    append(phase(phase));
  }

  private static ExperimentPhase phase(ExperimentStatus phase) {
    return new ExperimentPhase(experiment(1), 1, "name", phase);
  }
}

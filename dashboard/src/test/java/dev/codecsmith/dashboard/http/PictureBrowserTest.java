package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.codecsmith.dashboard.PicturedClips;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.lab.frames.VideoDecoder;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The picture viewer. */
class PictureBrowserTest extends AbstractBrowserTest {
  private static final String POINT = "experiment/" + experiment(1) + "/40";
  private static final int MOST_ZOOM = 24;

  /**
   * A script that finds, in the lower half of what is seen, the two samples beside one another that
   * are most unlike: where the left one is on the screen, and the colours of both.
   */
  private static final String UNLIKE_SAMPLES =
      """
      zoom => {
        const canvas = document.querySelector('.stage canvas');
        const [sheet, seen] = [canvas, canvas.closest('.scroller')].map(each => each.getBoundingClientRect());
        const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const colour = (x, y) => [...data.slice(4 * (y * canvas.width + x), 4 * (y * canvas.width + x) + 3)];
        let best = {far: -1};
        for (let y = 0; y < canvas.height; y++) {
          for (let x = 0; x + 1 < canvas.width; x++) {
            const [left, top] = [sheet.left + x * zoom, sheet.top + y * zoom];
            const [one, other] = [colour(x, y), colour(x + 1, y)];
            const far = one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0);
            if (left > seen.left + zoom && left + 3 * zoom < seen.right && top > (seen.top + seen.bottom) / 2 && top + 2 * zoom < Math.min(seen.bottom, innerHeight) && far > best.far) {
              best = {far, left, top, one, other};
            }
          }
        }
        const packed = ([red, green, blue]) => red * 65536 + green * 256 + blue;
        return [Math.round(best.left), Math.round(best.top), packed(best.one), packed(best.other)];
      }
      """;

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
  void makeExperiment() throws IOException {
    Program program = Program.of("python", "a.py", Map.of("a.py", "pass"));
    campaign.of(1, ProgramReference.store(artifacts, program).artifact());
    campaign.succeeded(1, -3);
  }

  private void look(String more) {
    page.navigate("about:blank");
    page.navigate(
        server.address()
            + "#/pictures/c?clip=carphone&left=source&right="
            + POINT.replace("/", "%2F")
            + more);
    assertThat(stage()).hasAttribute("data-frame", more.isEmpty() ? "0" : "3");
  }

  private Locator stage() {
    return page.locator(".stage");
  }

  private Object pixel(int canvas, int x, int y) {
    return page.evaluate(
        "([canvas, x, y]) => [...document.querySelectorAll('.stage canvas')[canvas].getContext('2d').getImageData(x, y, 1, 1).data].join()",
        List.of(canvas, x, y));
  }

  /** The colour that a person sees at a share of the stage's width, by a screenshot. */
  private String seen(double share) {
    return String.valueOf(
        page.evaluate(
            "share => { const box = document.querySelector('.sheet').getBoundingClientRect();"
                + " const top = document.elementsFromPoint(box.left + box.width * share, box.top +"
                + " box.height * 0.9).find(each => each.tagName === 'CANVAS'); return"
                + " [...document.querySelectorAll('.stage canvas')].indexOf(top); }",
            share));
  }

  @Test
  void leftOfTheDividerIsOneVideoAndRightOfItTheOther() {
    look("");
    assertThat(pixel(0, 9, 9)).isNotEqualTo(pixel(1, 9, 9));
    assertThat(seen(0.25)).isEqualTo("0");
    assertThat(seen(0.75)).isEqualTo("1");
    Locator divider =
        page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Divider"));
    divider.focus();
    page.keyboard().press("End");
    assertThat(divider).hasAttribute("aria-valuenow", "100");
    page.keyboard().press("Shift+ArrowLeft");
    assertThat(divider).hasAttribute("aria-valuenow", "90");
    assertThat(seen(0.75)).isEqualTo("0");
    var box = page.locator(".scroller").boundingBox();
    divider.hover();
    page.mouse().down();
    page.mouse().move(box.x + box.width * 0.1, box.y + box.height / 2);
    page.mouse().up();
    assertThat(divider).hasAttribute("aria-valuenow", "10");
    assertThat(seen(0.25)).isEqualTo("1");
  }

  @Test
  void keysGoThroughFramesViewsAndZoom() {
    look("");
    page.keyboard().press("ArrowRight");
    assertThat(stage()).hasAttribute("data-frame", "1");
    page.keyboard().press("End");
    assertThat(stage()).hasAttribute("data-frame", String.valueOf(PicturedClips.FRAMES - 1));
    page.keyboard().press("f");
    assertThat(page.locator(".badge")).containsText("quality 40");
    Object right = pixel(0, 9, 9);
    page.keyboard().press("f");
    assertThat(page.locator(".badge")).hasText("Source");
    assertThat(pixel(0, 9, 9)).isNotEqualTo(right);
    page.keyboard().press("Home");
    assertThat(page.locator(".worst button").first()).containsText("7 30.00 dB");
    page.keyboard().press("w");
    assertThat(stage()).hasAttribute("data-frame", "7");
    page.keyboard().press("2");
    assertThat(page.locator(".pane")).hasCount(2);
    double before = page.locator(".sheet").first().boundingBox().width;
    page.keyboard().press("-");
    assertThat(page.locator(".sheet").first().boundingBox().width).isLessThan(before);
    page.waitForURL(address -> address.contains("frame=7") && address.contains("view=side"));
  }

  @Test
  void theAddressLeadsToTheSamePicture() {
    look("&frame=3&view=ssim");
    assertThat(page.locator("[data-view=ssim]")).hasAttribute("aria-pressed", "true");
    assertThat(page.locator(".legend")).containsText("SSIM of luma");
    page.locator("label:has-text('Right') select").selectOption("anchor/x264-medium/22");
    assertThat(page.locator(".badge")).hasText("SSIM of Source and x264-medium at 22");
    page.getByText("Anchor at this rate").click();
    assertThat(page.locator(".badge")).hasText("SSIM of x264-medium at 22 and x264-medium at 22");
  }

  @Test
  void aViewInTheAddressThatIsNoneIsTheSplitOne() {
    for (String view : List.of("none", "toString", "constructor")) {
      look("&frame=3&view=" + view);
      assertThat(page.locator("[data-view][aria-pressed=true]")).hasText("Split");
    }
  }

  @Test
  void itPlaysToTheEndAndBeginsAgain() {
    look("");
    page.evaluate(
        "() => { const stage = document.querySelector('.stage'); window.seen = [];"
            + " new MutationObserver(() => window.seen.push(Number(stage.dataset.frame)))"
            + ".observe(stage, {attributeFilter: ['data-frame']}); }");
    page.getByLabel("Play", new Page.GetByLabelOptions().setExact(true)).click();
    page.waitForCondition(() ->
        page.evaluate(
                "() => window.seen.includes(11) && window.seen.lastIndexOf(2) > window.seen.indexOf(11)")
            .equals(true));
    page.getByLabel("Stop", new Page.GetByLabelOptions().setExact(true)).click();
    // The first picture may come to its place when somebody looks already.
    assertThat(
            page.evaluate(
                "() => { const from = window.seen.indexOf(1);"
                    + " return window.seen.slice(from, from + 12).join(); }"))
        .as("none is left out")
        .isEqualTo("1,2,3,4,5,6,7,8,9,10,11,0");
  }

  @Test
  void itPlaysAsFastAsTheClipIs() {
    page.clock().install(new Clock.InstallOptions().setTime(0));
    look("");
    page.evaluate(
        "() => { window.drawn = 0; new MutationObserver(frames => { window.drawn += frames.length;"
            + " }).observe(document.querySelector('.stage'), {attributeFilter: ['data-frame']}); }");
    page.getByLabel("Play", new Page.GetByLabelOptions().setExact(true)).click();
    // All frames are here by then: none is waited for below.
    page.waitForCondition(() -> drawn() > 2 * PicturedClips.FRAMES);
    page.clock().pauseAt(3_600_000);
    page.clock().runFor(200);
    int before = drawn();
    page.clock().runFor(2000);
    assertThat(drawn() - before).as("25 a second, of a screen that shows 60").isBetween(49, 51);
    page.getByLabel("Stop", new Page.GetByLabelOptions().setExact(true)).dispatchEvent("click");
    int stopped = drawn();
    page.clock().runFor(1000);
    assertThat(drawn()).isEqualTo(stopped);
  }

  private int drawn() {
    return ((Number) page.evaluate("() => window.drawn")).intValue();
  }

  @Test
  void plusEnlargesUntilEachSampleIsASquareOfOneColour() throws IOException {
    look("&frame=3&view=flip");
    page.keyboard().press("f");
    assertThat(page.locator(".badge")).hasText("Source");
    Locator factor = page.getByLabel("Fit", new Page.GetByLabelOptions().setExact(true));
    String fits = factor.textContent();
    for (int press = 0; press < 9; press++) {
      page.keyboard().press("+");
    }
    assertThat(factor).hasText(MOST_ZOOM + "×");
    assertThat(fits).isNotEqualTo(factor.textContent());
    assertThat(page.locator(".sheet").boundingBox().width).isEqualTo(48 * MOST_ZOOM);
    List<?> pair = (List<?>) page.evaluate(UNLIKE_SAMPLES, MOST_ZOOM);
    List<Integer> found = pair.stream().map(each -> ((Number) each).intValue()).toList();
    BufferedImage seen = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
    assertThat(found.get(2)).as("beside one another").isNotEqualTo(found.get(3));
    for (int x = 2; x < MOST_ZOOM - 2; x++) {
      int left = seen.getRGB(found.get(0) + x, found.get(1) + x) & 0xffffff;
      int right = seen.getRGB(found.get(0) + MOST_ZOOM + x, found.get(1) + x) & 0xffffff;
      assertThat(List.of(left, right)).as("at " + x).isEqualTo(found.subList(2, 4));
    }
    page.keyboard().press("0");
    assertThat(factor).hasText(fits);
  }

  @Test
  void aPictureForWhichTheServerIsTooBusyIsAskedForAgain() {
    AtomicInteger asked = new AtomicInteger();
    page.route(
        Pattern.compile(".*/frames/0\\?of=source"),
        route -> {
          if (asked.incrementAndGet() == 1) {
            route.fulfill(
                new Route.FulfillOptions().setStatus(503).setHeaders(Map.of("Retry-After", "0")));
          } else {
            route.resume();
          }
        });
    look("");
    assertThat(asked).hasValue(2);
    assertThat(complaints).singleElement().asString().contains("status of 503");
    complaints.clear();
  }

  @Test
  void whatNobodyLooksAtAnyMoreIsNotWaitedFor() {
    AtomicInteger asked = new AtomicInteger();
    page.route(
        Pattern.compile(".*/(frames/\\d+|figures)\\?of=experiment.*"),
        route -> {
          asked.incrementAndGet();
          String body = "{\"ready\":1,\"figures\":null}";
          route.fulfill(
              new Route.FulfillOptions()
                  .setStatus(route.request().url().contains("figures") ? 200 : 202)
                  .setBody(body));
        });
    page.navigate(
        server.address()
            + "#/pictures/c?clip=carphone&left=source&right="
            + POINT.replace("/", "%2F"));
    page.waitForCondition(() -> asked.get() > 6);
    page.locator("label:has-text('Right') select").selectOption("anchor/x264-medium/22");
    assertThat(stage()).hasAttribute("data-frame", "0");
    String elsewhere = "() => fetch('/health').then(answer => answer.status)";
    assertThat(page.evaluate(elsewhere)).isEqualTo(200);
    int before = asked.get();
    for (int time = 0; time < 5; time++) {
      assertThat(page.evaluate(elsewhere)).isEqualTo(200);
    }
    assertThat(asked).hasValue(before);
  }

  @Test
  void anExperimentsPageLeadsToIt() {
    page.navigate(server.address() + "#/experiment/" + experiment(1));
    page.getByText("look", new Page.GetByTextOptions().setExact(true)).first().click();
    assertThat(page.locator("h1", new Page.LocatorOptions().setHasText("The picture"))).isVisible();
    assertThat(page.locator(".badge").last()).containsText("quality 20");
  }

  @Test
  void programsAndAnchorsAreComparedAndLedToTheirPictures() throws IOException {
    Program program = Program.of("python", "a.py", Map.of("a.py", "pass  # on"));
    campaign.of(2, ProgramReference.store(artifacts, program).artifact());
    campaign.succeeded(2, -4);
    page.navigate(server.address() + "#/compare/c");
    assertThat(page.locator(".contestants .key")).hasCount(2);
    page.getByLabel("Add to the comparison").selectOption("experiment/" + experiment(1));
    assertThat(page.locator("table tbody tr")).hasCount(2);
    assertThat(page.locator("#other .chart").first().locator("path.line")).hasCount(3);
    page.getByText("as reference").first().click();
    assertThat(page.locator("#other h2").first()).hasText("BD-rate against Iteration 2, name");
    assertThat(page.locator("#other pre.source")).containsText("pass  # on");
    page.locator("#other p.choices a").first().click();
    assertThat(page.locator(".badge").first()).containsText("Iteration 2 at quality 20");
    assertThat(page.locator(".badge").last()).containsText("x264-medium at 37");
  }

  @Test
  void anExperimentsPageTellsHowNearItCameToItsLimits() {
    page.navigate(server.address() + "#/experiment/" + experiment(1));
    assertThat(page.getByText("Nearest to its limits on CPU time: encoding 23 %")).isVisible();
  }

  @Test
  void nobodyIsKeptFromIt() throws IOException {
    String axe = axe();
    append(ended(1, -3));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      for (String view : List.of("split", "side", "flip", "difference")) {
        look("&frame=3&view=" + view);
        assertThat(page.evaluate(axe)).as(scheme + " " + view).asString().isEmpty();
      }
      page.navigate(server.address() + "#/lineage/c");
      assertThat(page.locator("a.program.way")).hasCount(1);
      assertThat(page.evaluate(axe)).as(scheme + " lineage").asString().isEmpty();
      page.navigate(server.address() + "#/compare/c");
      assertThat(page.locator("#other table")).isVisible();
      assertThat(page.evaluate(axe)).as(scheme + " compare").asString().isEmpty();
    }
  }
}

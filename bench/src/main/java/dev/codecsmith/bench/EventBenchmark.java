package dev.codecsmith.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.EventListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How long it is from something that happens in a campaign to its being on a page that somebody has
 * open in Chromium, over a store that holds many experiments. It happens in this process, as in
 * that of {@code codecsmith run}: begun is when it is about to be stored, ended when an observer in
 * the page finds it in the document; both clocks are this machine's.
 *
 * <p>Arguments: how many experiments (default 10000), how many live their life on each page
 * (default 8). The pauses between events are random: some fall into the time in which a page leaves
 * the server alone after it has asked.
 */
public final class EventBenchmark {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final int TARGET_MILLIS = 250;
  private static final int MOST_MILLIS = 30_000;
  private static final int SHORTEST_PAUSE_MILLIS = 50;
  private static final int LONGEST_PAUSE_MILLIS = 700;

  private final ServedCampaign campaign;
  private final EventListener live;
  private final Page page;
  private final SplittableRandom pauses = new SplittableRandom(1);
  private final Map<String, List<Double>> millis = new LinkedHashMap<>();
  private String shown = "";
  private int iteration;

  private EventBenchmark(ServedCampaign campaign, Page page, int experiments) {
    this.campaign = campaign;
    this.live = campaign.server().running(campaign.id());
    this.page = page;
    this.iteration = experiments;
  }

  /** Something that happens now. */
  @FunctionalInterface
  private interface Happening {
    void at(Instant now) throws IOException;
  }

  public static void main(String[] arguments) throws Exception {
    int experiments = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int lives = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    Path folder = Files.createTempDirectory("codecsmith-bench");
    try (ServedCampaign campaign = ServedCampaign.make(folder, experiments);
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
      Page page = browser.newPage();
      page.setDefaultTimeout(MOST_MILLIS);
      EventBenchmark benchmark = new EventBenchmark(campaign, page, experiments);
      benchmark.campaignPage(lives);
      benchmark.listOfThoseThatSucceeded(lives);
      benchmark.pageOfAnExperiment(lives);
      benchmark.workersPage(lives);
      benchmark.tell();
    } finally {
      Folders.remove(folder);
    }
  }

  private void open(String place, String drawn) {
    page.navigate("about:blank");
    page.navigate(campaign.server().address() + place);
    page.locator(drawn).first().waitFor();
    page.locator("#connection:text-is('Live')").waitFor();
  }

  /** Has something happen, and waits until a condition in JavaScript finds it on the page. */
  private void event(String kind, String seen, Happening happening)
      throws IOException, InterruptedException {
    Thread.sleep(pauses.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
    Object _ = page.evaluate(observer(seen));
    Instant begin = Instant.now();
    happening.at(begin);
    double end = ((Number) page.evaluate("() => window.seen")).doubleValue();
    millis
        .computeIfAbsent(shown + ": " + kind, _ -> new ArrayList<>())
        .add(end - (begin.getEpochSecond() * 1e3 + begin.getNano() / 1e6));
  }

  /**
   * A script that promises the time at which a condition in JavaScript holds first; it does not
   * hold yet.
   */
  private static String observer(String condition) {
    return """
    () => {
      const holds = () => %s;
      if (holds()) throw new Error('It is on the page before it happens.');
      window.seen = new Promise((seen, missed) => {
        setTimeout(() => missed(new Error('It does not come onto the page: ' + document.body.innerText)), %d);
        new MutationObserver((_, observer) => {
          if (holds()) {
            seen(performance.timeOrigin + performance.now());
            observer.disconnect();
          }
        }).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
      });
    }
    """
        .formatted(condition, MOST_MILLIS);
  }

  private static String row(ExperimentRecord experiment) {
    return "document.querySelector('#list tr[data-id=\"%s\"]')".formatted(experiment.id());
  }

  private static String says(String element, String text) {
    return "Boolean(%s?.textContent.includes('%s'))".formatted(element, text);
  }

  private static String in(String selector, String text) {
    return says("document.querySelector('%s')".formatted(selector), text);
  }

  private ExperimentRecord next() {
    iteration++;
    return campaign.next(iteration);
  }

  private void begin(ExperimentRecord experiment, Instant now) throws IOException {
    campaign.proposed(experiment, now);
    boolean _ = campaign.data().experiments().create(experiment);
    campaign.enters(experiment, ExperimentStatus.QUEUED, now);
  }

  private void end(ExperimentRecord experiment, Instant now) throws IOException {
    campaign.ends(experiment, campaign.real().result(), now);
  }

  private void campaignPage(int lives) throws Exception {
    shown = "campaign";
    open("#/campaign/" + campaign.id(), "#way svg");
    page.locator("#tab-in_progress").click();
    for (int life = 0; life < lives; life++) {
      ExperimentRecord experiment = next();
      event(
          "model called",
          in("#asked", "iteration " + iteration + ","),
          now ->
              campaign.tell(
                  now, new CampaignEvent.ModelCalled("m", "iteration " + iteration + ", turn 1")));
      event("experiment begins", row(experiment) + " !== null", now -> begin(experiment, now));
      event(
          "next phase",
          says(row(experiment), "encoding"),
          now -> campaign.enters(experiment, ExperimentStatus.ENCODING, now));
      event(
          "progress",
          says(row(experiment), "3 of 8"),
          now ->
              live.on(
                  now,
                  new CampaignEvent.ExperimentProgress(
                      experiment.id(), iteration, ExperimentStatus.ENCODING, 3, 8)));
      event("experiment ends", row(experiment) + " === null", now -> end(experiment, now));
    }
  }

  private void listOfThoseThatSucceeded(int lives) throws Exception {
    shown = "experiments";
    page.locator("#tab-successful").click();
    page.locator("#list th button").first().click();
    page.locator("#list th[aria-sort]").first().waitFor();
    page.locator("#list th button").first().click();
    page.locator("#list th[aria-sort=descending]").first().waitFor();
    for (int life = 0; life < 2 * lives; life++) {
      ExperimentRecord experiment = next();
      begin(experiment, Instant.now());
      event("experiment ends", row(experiment) + " !== null", now -> end(experiment, now));
    }
  }

  private void pageOfAnExperiment(int lives) throws Exception {
    shown = "one experiment";
    for (int life = 0; life < lives; life++) {
      ExperimentRecord experiment = next();
      begin(experiment, Instant.now());
      open("#/experiment/" + experiment.id(), "#experiment h1");
      for (ExperimentStatus phase :
          List.of(
              ExperimentStatus.BUILDING,
              ExperimentStatus.SMOKE,
              ExperimentStatus.ENCODING,
              ExperimentStatus.DECODING)) {
        event(
            "next phase",
            in("#experiment [data-status]", phase.label()),
            now -> campaign.enters(experiment, phase, now));
      }
      event(
          "experiment ends", in("#experiment .figures", "succeeded"), now -> end(experiment, now));
    }
  }

  private void workersPage(int lives) throws Exception {
    shown = "workers";
    open("#/workers/" + campaign.id(), "#other h1");
    for (int life = 0; life < 2 * lives; life++) {
      String name = "http://worker-" + life;
      event(
          "worker comes",
          in("#other", name),
          now -> campaign.tell(now, new CampaignEvent.WorkerUp(name, "2 slots")));
    }
  }

  private void tell() {
    int kinds = 0;
    for (Map.Entry<String, List<Double>> each : millis.entrySet()) {
      List<Double> sorted = each.getValue().stream().sorted().toList();
      double p95 = sorted.get(sorted.size() * 95 / 100);
      kinds += p95 <= TARGET_MILLIS ? 1 : 0;
      System.out.printf(
          Locale.ROOT,
          "%6.0f ms median, %6.0f ms p95, %6.0f ms at most, %3d events  %s%n",
          sorted.get(sorted.size() / 2),
          p95,
          sorted.getLast(),
          sorted.size(),
          each.getKey());
    }
    List<Double> all = millis.values().stream().flatMap(List::stream).sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%6.0f ms median, %6.0f ms p95, %6.0f ms at most, %3d events  all of them; %d of %d kinds"
            + " have a p95 of %d ms at most%n",
        all.get(all.size() / 2),
        all.get(all.size() * 95 / 100),
        all.getLast(),
        all.size(),
        kinds,
        millis.size(),
        TARGET_MILLIS);
  }
}

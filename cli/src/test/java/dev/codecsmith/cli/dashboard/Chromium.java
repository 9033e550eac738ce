package dev.codecsmith.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Debian's Chromium, as a person has it, with what it complains of. */
public final class Chromium implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");

  /** What is waited for comes, if late on a busy machine. */
  private static final int MOST_MILLIS = 60_000;

  /** Notes what stands in the lists, whenever it changes. */
  static final String WATCH_LISTS =
      """
      window.seen = [];
      new MutationObserver(() => {
        for (const row of document.querySelectorAll('#list tbody tr')) {
          const tab = document.querySelector('[role=tab][aria-selected=true]').id;
          const line = tab.replace('tab-', '') + ' ' + row.dataset.id + ' ' + row.cells[2].textContent;
          if (window.seen.at(-1) !== line) window.seen.push(line);
        }
      }).observe(document, {childList: true, subtree: true, characterData: true});
      """;

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();
  private final String axe;

  private Chromium() throws IOException {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(PROGRAM)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    try (InputStream in =
        Objects.requireNonNull(
            Chromium.class.getResourceAsStream(
                "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"))) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Starts it; a machine without it skips the test. */
  public static Chromium start() throws IOException {
    assumeThat(Files.isExecutable(PROGRAM)).as("There is no Chromium here").isTrue();
    PlaywrightAssertions.setDefaultAssertionTimeout(MOST_MILLIS);
    return new Chromium();
  }

  /** A page in a session of its own, which runs a script before those of each document. */
  public Page page(String script) {
    Page page = browser.newPage();
    page.setDefaultTimeout(MOST_MILLIS);
    page.addInitScript(script);
    page.onPageError(complaints::add);
    page.onConsoleMessage(this::hear);
    return page;
  }

  /**
   * What {@link #WATCH_LISTS} noted of an experiment: list and phase, each time that it changed.
   */
  static List<String> seen(Page page, String id) {
    return ((List<?>) page.evaluate("window.seen"))
        .stream()
            .map(String::valueOf)
            .filter(line -> line.contains(id))
            .map(line -> line.replace(id + " ", ""))
            .toList();
  }

  private void hear(ConsoleMessage message) {
    // Where the server is away the browser says so by itself.
    if (message.type().equals("error") && !message.text().contains("net::ERR_")) {
      complaints.add(message.text() + " " + message.location());
    }
  }

  /** That nothing was wrong with a page since this was asked last. */
  public void assertContent(String what) {
    List<String> heard = List.copyOf(complaints);
    complaints.clear();
    assertThat(heard).as("what the browser complained of: " + what).isEmpty();
  }

  /** That nobody is kept from reading a page, in light and in dark. */
  public void assertReadable(Page page, String what) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      assertThat(page.evaluate(faults())).as(what + " in " + scheme).asString().isEmpty();
    }
  }

  private String faults() {
    return "async () => { if (!window.axe) {"
        + axe
        + "} return (await window.axe.run()).violations.filter(each => ['serious',"
        + " 'critical'].includes(each.impact)).map(each => each.id + ': ' + each.nodes.map(node =>"
        + " node.html).join(' ')).join('; ')}";
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}

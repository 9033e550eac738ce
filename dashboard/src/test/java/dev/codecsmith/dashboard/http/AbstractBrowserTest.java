package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Pages in Debian's Chromium, as a person has them; of nothing may the browser complain. */
@Timeout(120)
abstract class AbstractBrowserTest extends ServedStoreTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /** What is waited for comes, if late on a busy machine. */
  private static final int MOST_MILLIS = 60_000;

  private static Optional<Playwright> playwright = Optional.empty();
  private static Optional<Browser> browser = Optional.empty();

  final List<String> complaints = new ArrayList<>();
  Page page;

  @BeforeAll
  static void startChromium() {
    assumeThat(Files.isExecutable(CHROMIUM)).as("There is no Chromium here").isTrue();
    PlaywrightAssertions.setDefaultAssertionTimeout(MOST_MILLIS);
    Playwright driver =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    playwright = Optional.of(driver);
    browser =
        Optional.of(
            driver
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu"))));
  }

  @AfterAll
  static void stopChromium() {
    browser.ifPresent(Browser::close);
    playwright.ifPresent(Playwright::close);
  }

  @Override
  ExperimentStore open() {
    return new MemoryExperimentStore();
  }

  @BeforeEach
  void newPage() {
    page = browser.orElseThrow().newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(this::hear);
  }

  private void hear(ConsoleMessage message) {
    // Where the server is away or wants the token, the browser says so by itself.
    if (message.type().equals("error")
        && !message.text().contains("net::ERR_")
        && !message.text().contains("status of 401")) {
      complaints.add(message.text() + " at " + message.location());
    }
  }

  @AfterEach
  void leave() {
    page.close();
    assertThat(complaints).as("what the browser complained of").isEmpty();
  }

  /** Nobody is kept from reading what is open now, in light or in dark. */
  final void assertReadable(String what) throws IOException {
    String axe = axe();
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      assertThat(page.evaluate(axe)).as(scheme + " " + what).asString().isEmpty();
    }
  }

  /** What names the serious faults of a page. */
  static String axe() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            AbstractBrowserTest.class.getResourceAsStream(
                "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"))) {
      String library = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return "async () => {"
          + library
          + ";return (await window.axe.run()).violations.filter(each => ['serious',"
          + " 'critical'].includes(each.impact)).map(each => each.id + ': ' + each.nodes.map(node"
          + " => node.html).join(' ')).join('; ')}";
    }
  }
}

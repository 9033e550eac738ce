package dev.codecsmith.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Every page of a dashboard that runs, as Debian's Chromium shows it, light and dark, on a desktop
 * and on a phone, for a person to look at.
 *
 * <p>Arguments: the dashboard's address, such as {@code http://127.0.0.1:8090}, and the folder of
 * the pictures, {@code PAGE-SCHEME-SCREEN.png}. The campaign is the one that the dashboard shows
 * first; a page that it has nothing for is left out.
 */
public final class PagePictures {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /** So long a page has to be drawn: it keeps a stream open, so it is never done for good. */
  private static final double DRAWN_MILLIS = 2500;

  /** A screen's width and height in CSS pixels, and its scale. */
  private enum Screen {
    DESKTOP(1280, 900, 1),
    PHONE(390, 844, 2);

    private final int width;
    private final int height;
    private final int scale;

    Screen(int width, int height, int scale) {
      this.width = width;
      this.height = height;
      this.scale = scale;
    }

    private NewContextOptions options(ColorScheme scheme) {
      return new NewContextOptions()
          .setViewportSize(width, height)
          .setDeviceScaleFactor(scale)
          .setColorScheme(scheme);
    }
  }

  private PagePictures() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      System.err.println("say where the dashboard is, and the folder for its pictures");
      System.exit(2);
    }
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    try (Playwright playwright =
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
      Map<String, String> pages = pages(browser, arguments[0]);
      for (Screen screen : Screen.values()) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          try (BrowserContext context = browser.newContext(screen.options(scheme))) {
            Page page = context.newPage();
            for (Map.Entry<String, String> each : pages.entrySet()) {
              open(page, each.getValue());
              page.screenshot(
                  new Page.ScreenshotOptions()
                      .setFullPage(true)
                      .setPath(
                          folder.resolve(
                              "%s-%s-%s.png"
                                  .formatted(
                                      each.getKey(),
                                      scheme.name().toLowerCase(Locale.ROOT),
                                      screen.name().toLowerCase(Locale.ROOT)))));
            }
          }
        }
      }
      System.out.printf("%d pages, %d pictures%n", pages.size(), 4 * pages.size());
    }
  }

  /** The pages that the campaign has, by name, found by their links as a person finds them. */
  private static Map<String, String> pages(Browser browser, String dashboard) {
    Map<String, String> pages = new LinkedHashMap<>();
    try (Page page = browser.newPage()) {
      open(page, dashboard + "/");
      String campaign = page.url();
      pages.put("campaign", campaign);
      // The others are downloads.
      for (Locator link : page.locator("#pages a[href^='#']").all()) {
        pages.put(link.innerText().strip().toLowerCase(Locale.ROOT), address(dashboard, link));
      }
      for (String tab : List.of("failed", "successful")) {
        page.locator("#tab-" + tab).click();
        page.waitForTimeout(DRAWN_MILLIS);
        first(page, "#list a[href^='#/experiment/']")
            .ifPresent(link -> pages.put("experiment-" + tab, address(dashboard, link)));
      }
      if (pages.containsKey("experiment-successful")) {
        open(page, pages.get("experiment-successful"));
        for (String kind : List.of("pictures", "compare")) {
          first(page, "a[href^='#/" + kind + "/']")
              .ifPresent(link -> pages.put(kind, address(dashboard, link)));
        }
      }
    }
    return pages;
  }

  private static Optional<Locator> first(Page page, String selector) {
    return page.locator(selector).all().stream().findFirst();
  }

  private static String address(String dashboard, Locator link) {
    String place = link.getAttribute("href");
    return place.startsWith("/") || place.startsWith("#")
        ? dashboard + "/" + place.replaceFirst("^/", "")
        : place;
  }

  private static void open(Page page, String address) {
    page.navigate("about:blank");
    page.navigate(address);
    page.waitForTimeout(DRAWN_MILLIS);
  }
}

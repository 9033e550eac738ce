package dev.codecsmith.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.store.json.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * All pages of a campaign that really runs, as a person walks through them. It pauses behind each
 * iteration, so that there is time for it.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CampaignInABrowserTest {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Path folder = Path.of("");
  private Chromium chromium;
  private BrowsedProcess run;

  /** Has the campaign's page from the beginning on. */
  private Page watching;

  private Page page;
  private String campaign = "";
  private String first = "";

  @BeforeAll
  void begin(@TempDir Path scratch) throws Exception {
    folder = scratch;
    chromium = Chromium.start();
    opened.push(chromium);
    watching = chromium.page(Chromium.WATCH_LISTS);
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 4);
    TestFootage.write(folder.resolve("kept.y4m"), 48, 32, 3);
    run =
        BrowsedProcess.of(
            "run",
            "--clip",
            folder.resolve("tiny.y4m").toString(),
            "--hold-out",
            folder.resolve("kept.y4m").toString(),
            "--lag",
            "1",
            "--pause",
            "1h",
            "--data",
            folder.resolve("data").toString(),
            "--port",
            "0");
    opened.push(run);
    watching.navigate(run.address());
    watching.evaluate("window.notReloaded = true");
    awaitIn(watching, "#tab-successful .count", "1");
    campaign = run.get("api/campaigns").path("running").asString();
    first = run.get("api/experiments").at("/successful/0/id").asString();
  }

  @AfterAll
  void end() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @BeforeEach
  void open() {
    page = chromium.page("");
  }

  @AfterEach
  void leave() {
    page.close();
    chromium.assertContent("all of it");
  }

  private static void awaitIn(Page page, String selector, String text) {
    page.waitForFunction(
        "([selector, text]) => document.querySelector(selector)?.textContent === text",
        List.of(selector, text));
  }

  private void go(String place) {
    page.navigate("about:blank");
    page.navigate(run.address() + place);
  }

  private void await(String selector) {
    page.locator(selector).first().waitFor();
  }

  @Test
  void anExperimentMovesThroughItsPhasesIntoItsTabWithoutAReload() {
    watching.locator("#tab-successful").click();
    watching.locator("#list tbody tr").first().waitFor();
    List<String> phases = Chromium.seen(watching, first);
    assertThat(phases.getLast()).startsWith("successful ").endsWith("%");
    assertThat(phases.stream().filter(line -> line.startsWith("in_progress ")).distinct())
        .as("its phases")
        .hasSizeGreaterThanOrEqualTo(2)
        .anyMatch(line -> line.contains("coding"));
    assertThat(watching.evaluate("window.notReloaded")).isEqualTo(true);
  }

  @Test
  void aPageThatIsOpenedLateShowsWhatOneShowsThatWasOpenAllAlong() {
    go("");
    for (Page each : List.of(watching, page)) {
      each.locator("#tab-successful").click();
      each.locator("#list tbody tr").first().waitFor();
      each.locator("#way svg").waitFor();
    }
    String all =
        "['#about', '.figures', '.tabs', '#list', '#way'].map(part =>"
            + " document.querySelector(part).innerHTML).join('\\n')";
    String before = String.valueOf(watching.evaluate(all));
    assertThat(before).contains(first, "circle");
    page.waitForFunction("before => " + all + " === before", before);
  }

  /** Where each page is, and what is drawn last of it. */
  private Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("#/campaign/" + campaign, "#way svg");
    places.put("#/experiment/" + first, "#experiment ul.files");
    places.put("#/pictures/" + campaign, ".stage[data-frame='0']");
    places.put("#/compare/" + campaign, "#other table");
    places.put("#/lineage/" + campaign, "a.program");
    places.put("#/models/" + campaign, "#other .empty");
    places.put("#/workers/" + campaign, "#other .empty");
    places.put("#/clips/" + campaign, "#other .card img");
    return places;
  }

  @Test
  void nobodyIsKeptFromReadingAnyPage() {
    places()
        .forEach((place, drawn) -> {
          go(place);
          await(drawn);
          chromium.assertReadable(page, place);
          chromium.assertContent(place);
        });
    go("");
    for (String tab : List.of("in_progress", "successful", "failed")) {
      page.locator("#tab-" + tab).click();
      await("#tab-" + tab + "[aria-selected=true]");
      chromium.assertReadable(page, tab);
    }
  }

  @Test
  void theDividerPartsOneVideoFromTheOther() throws IOException {
    go(
        "#/pictures/%s?clip=tiny&left=source&right=experiment%%2F%s%%2F20"
            .formatted(campaign, first));
    await(".stage[data-frame='0']");
    Locator divider =
        page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Divider"));
    BufferedImage right = picture(divider, "Home");
    BufferedImage left = picture(divider, "End");
    page.keyboard().press("Home");
    for (int tens = 0; tens < 5; tens++) {
      page.keyboard().press("Shift+ArrowRight");
    }
    BufferedImage both = picture(divider, "");
    assertThat(both.getWidth()).isEqualTo(left.getWidth()).isEqualTo(right.getWidth());
    int quarter = both.getWidth() / 4;
    assertThat(strip(left, quarter)).isNotEqualTo(strip(right, quarter));
    assertThat(strip(both, quarter)).isEqualTo(strip(left, quarter));
    assertThat(strip(both, 3 * quarter)).isEqualTo(strip(right, 3 * quarter));
    assertThat(strip(left, 3 * quarter)).isNotEqualTo(strip(right, 3 * quarter));
  }

  /** What a person sees of it when a key has moved the divider. */
  private BufferedImage picture(Locator divider, String key) throws IOException {
    divider.focus();
    if (!key.isEmpty()) {
      page.keyboard().press(key);
    }
    return ImageIO.read(new ByteArrayInputStream(page.locator(".sheet").screenshot()));
  }

  /** A column of pixels, below what is written over the picture. */
  private static int[] strip(BufferedImage picture, int x) {
    int from = picture.getHeight() / 3;
    return picture.getRGB(x, from, 1, picture.getHeight() - from, null, 0, 1);
  }

  @Test
  void qualityIsDrawnFrameByFrame() {
    go("#/experiment/" + first);
    page.getByText("Frame by frame").click();
    Locator chart = page.locator("details .chart").first();
    assertThat(chart.locator("path.line")).hasCount(4);
    assertThat(chart.locator("figcaption")).containsText("quality 80");
    page.getByLabel("Figure").selectOption("ffmpeg_ssim_all");
    assertThat(chart.locator("svg[aria-label*=SSIM] path.line")).hasCount(4);
  }

  @Test
  void bitsAreDrawnFrameByFrameAsTheProgramReportsThem() throws IOException {
    go("#/experiment/" + first);
    page.getByText("Frame by frame").click();
    Locator bits = page.locator(".bits");
    assertThat(bits.locator("rect.column")).hasCount(4);
    assertThat(bits.locator("figcaption")).containsText("as the program reports it");
    assertThat(bits.getByRole(AriaRole.ROWHEADER).filter(named("luma"))).isVisible();
    page.getByLabel("Clip").selectOption("kept");
    assertThat(bits.locator("rect.column")).hasCount(3);
    List<String> frames = Files.readAllLines(download(file("bits by frame")));
    assertThat(frames.getFirst()).startsWith("clip,quality,frame,type,bits").contains("luma");
    assertThat(frames.subList(1, frames.size()))
        .hasSize(4 * (4 + 3))
        .allMatch(line -> line.startsWith("tiny,") || line.startsWith("kept,"));
  }

  @Test
  void anAnchorsFramesAreDrawnBesideThoseOfAProgram() {
    go("#/experiment/" + first);
    page.getByText("Frame by frame").click();
    Locator quality = page.locator("details .chart").first();
    assertThat(quality.locator("path.line")).hasCount(4);
    page.getByLabel("Beside").selectOption("anchor/x264-medium/28");
    assertThat(quality.locator("figcaption")).containsText("x264-medium at 28");
    assertThat(quality.locator("path.line")).hasCount(5);
    Locator bits = page.locator(".bits");
    assertThat(bits.locator("rect.column")).hasCount(4);
    assertThat(bits.locator("circle.dot")).hasCount(4);
    bits.getByText("Each frame as a table").click();
    assertThat(bits.getByRole(AriaRole.COLUMNHEADER).filter(named("x264-medium at 28")))
        .isVisible();
    page.getByLabel("Clip").selectOption("kept");
    assertThat(bits.locator("rect.column")).hasCount(3);
    assertThat(bits.locator("circle.dot")).hasCount(0);
  }

  private static Locator.FilterOptions named(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** What a click on a link brings. */
  private Path download(Locator link) {
    Download download = page.waitForDownload(link::click);
    Path file = folder.resolve(download.suggestedFilename());
    download.saveAs(file);
    return file;
  }

  private Locator file(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void figuresAreKeptAsJsonAndCsvAndSoAreTheTexts() throws IOException {
    go("#/experiment/" + first);
    JsonNode figures = Json.mapper().readTree(Files.readString(download(file("all figures"))));
    assertThat(figures.path("id").asString()).isEqualTo(first);
    assertThat(figures.path("points").size()).isEqualTo(8);
    List<String> points = Files.readAllLines(download(file("rate points")));
    assertThat(points).hasSize(9);
    assertThat(points.getFirst()).contains("quality", "psnr_yuv");
    assertThat(points.subList(1, 9))
        .allMatch(line -> line.contains("tiny") || line.contains("kept"));
    Path program = unpacked(download(file("the program")));
    assertThat(program.resolve("program.json")).content().contains("\"language\":\"java\"");
    assertThat(program).isDirectoryRecursivelyContaining("glob:**.java");
    List<Locator> artifacts = page.locator("ul.files li:has(.mono) a").all();
    assertThat(artifacts).isNotEmpty();
    for (Locator each : artifacts) {
      assertThat(download(each)).as(each.textContent()).isNotEmptyFile();
    }
  }

  @Test
  void theCodecToTakeHomeMakesTheStoredBitstreamAndItsReconstruction() throws Exception {
    go("#/experiment/" + first);
    Path bitstreams = download(file("all bitstreams"));
    Path bitstream = unpacked(bitstreams).resolve("tiny_q60.bin");
    Locator row = page.locator("tr:has(th:text-is('tiny')):has(td:text-is('60'))");
    assertThat(download(row.getByText("bitstream"))).hasSameBinaryContentAs(bitstream);
    Path reconstruction = download(row.getByText("decoded"));
    assertThat(new String(Files.readAllBytes(reconstruction), StandardCharsets.ISO_8859_1))
        .startsWith("YUV4MPEG2 W48 H32 F25:1")
        .hasSizeGreaterThan(4 * 48 * 32 * 3 / 2);
    Path codec = unpacked(download(file("a codec that runs by itself")));
    Path coded = codec(codec, "encode", folder.resolve("tiny.y4m").toString(), "60");
    assertThat(coded).hasSameBinaryContentAs(bitstream);
    Path decoded = codec(codec, "decode", coded.toString());
    assertThat(frames(decoded).equals(frames(reconstruction))).as("the same frames").isTrue();
  }

  /** Behind the first line, in which programs may say more than they must. */
  private static String frames(Path y4m) throws IOException {
    return new String(Files.readAllBytes(y4m), StandardCharsets.ISO_8859_1).split("\n", 2)[1];
  }

  private Path codec(Path codec, String... words) throws Exception {
    Path out = folder.resolve("out-of-" + words[0]);
    ProcessBuilder process =
        new ProcessBuilder(Stream.concat(Stream.of("./codec"), Stream.of(words)).toList())
            .directory(codec.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("errors").toFile());
    process.environment().clear();
    process
        .environment()
        .put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":/usr/bin:/bin");
    assertThat(process.start().waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();
    return out;
  }

  /** The folder in a zip file, as a folder. */
  private Path unpacked(Path zip) throws IOException {
    Path target = folder.resolve("unpacked-" + zip.getFileName());
    try (FileSystem files =
            FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"));
        Stream<Path> all = Files.walk(files.getPath(first))) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Path file = target.resolve(files.getPath(first).relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(file);
        } else {
          Files.copy(each, file);
          Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(each));
        }
      }
    }
    return target;
  }

  @Test
  void theReportIsOneFileThatAnyoneCanRead() throws IOException {
    go("");
    await("#way svg");
    Path report = download(file("Report"));
    assertThat(Files.readString(report)).doesNotContain("http://", "https://", "<script");
    page.navigate(report.toUri().toString());
    assertThat(page.locator("h1")).hasCount(1);
    page.waitForFunction(
        "() => document.images.length >= 3 && [...document.images].every(each => each.naturalWidth"
            + " > 0)");
    chromium.assertReadable(page, "report");
    page.setViewportSize(390, 844);
    assertThat(page.evaluate("document.documentElement.scrollWidth"))
        .as("nothing but a table is wider than a phone")
        .isEqualTo(390);
  }

  @Test
  void aRunThatWasKilledIsSaidAndComesBackWithItsNextExperiment() throws Exception {
    int port = URI.create(run.address()).getPort();
    String address = run.address();
    go("");
    assertThat(page.locator("#connection")).hasText("Live");
    page.evaluate("window.notReloaded = true");
    int before = run.get("api/experiments").path("successful").size();
    run.close();
    assertThat(page.locator("#connection")).containsText("The server is gone");
    run =
        BrowsedProcess.of(
            "campaign",
            "resume",
            "--data",
            folder.resolve("data").toString(),
            "--port",
            String.valueOf(port));
    opened.push(run);
    assertThat(run.address()).isEqualTo(address);
    awaitIn(page, "#connection", "Live");
    awaitIn(page, "#tab-successful .count", String.valueOf(before + 1));
    assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
  }
}

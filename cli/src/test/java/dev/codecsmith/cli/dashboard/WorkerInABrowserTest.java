package dev.codecsmith.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.ffmpeg.VideoFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A campaign whose programs a language model writes and a worker evaluates, on its pages. */
@Timeout(300)
class WorkerInABrowserTest {
  private static final String TOKEN = "a token of these tests";

  /** More than are evaluated until the worker is killed. */
  private static final int ITERATIONS = 100;

  private static final int FRAMES = 2;

  /** The iteration whose program does not compile. */
  private static final int FAULTY = 2;

  private static final Path SERVER =
      Path.of(System.getProperty("codecsmith.root", "."), "evolve", "target", "test-classes");

  @TempDir private Path folder;

  @Test
  void anExperimentIsFollowedFromTheModelsCallIntoItsTabAndAKilledWorkerIsDown() throws Exception {
    assumeTrue(
        Files.isDirectory(SERVER.resolve("dev/codecsmith/evolve/models/fake")),
        "the tests of the module evolve are not built, which hold the fake server");
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Process models = models();
    try (Chromium chromium = Chromium.start()) {
      ServiceProcess worker =
          ServiceProcess.start("worker", folder.resolve("worker"), token, TOKEN);
      try (BrowsedProcess run = run(modelUrl(models), worker, token)) {
        Page watching = chromium.page(Chromium.WATCH_LISTS);
        watching.navigate(run.address());
        watching.evaluate("window.notReloaded = true");
        watching.waitForFunction(
            "() => Number(document.querySelector('#tab-successful .count').textContent) >= 1");
        String campaign = run.get("api/campaigns").path("running").asString();
        String first = run.get("api/experiments?sort=iteration").at("/successful/0/id").asString();
        assertThat(Chromium.seen(watching, first))
            .as("its phases in the list")
            .anyMatch(line -> line.startsWith("in_progress "))
            .anyMatch(line -> line.contains("coding"));

        Page page = chromium.page("");
        page.navigate(run.address() + "#/experiment/" + first);
        assertThat(page.locator(".phases")).containsText("model called");
        assertThat(page.locator(".phases")).containsText("building");
        assertThat(page.locator(".phases")).containsText("encoding");
        assertThat(page.locator("#experiment .figures")).containsText("openai");
        assertVideoCanBePlayed(page);

        assertThat(watching.locator("#tab-failed .count")).hasText("1");
        watching.locator("#tab-failed").click();
        assertThat(watching.locator("#list tbody tr")).hasCount(1);
        assertThat(watching.locator("#list tbody tr")).containsText("compile error");
        page.navigate(run.address() + "#/models/" + campaign);
        assertThat(page.locator("#other tbody th")).hasText("toy");
        chromium.assertReadable(page, "models");
        page.navigate(run.address() + "#/lineage/" + campaign);
        assertThat(page.locator("a.program:has(circle.failed)")).hasCount(1);
        chromium.assertReadable(page, "lineage");
        page.navigate(run.address() + "#/workers/" + campaign);
        assertThat(page.locator(".card.up h2")).containsText(worker.address().toString());
        assertThat(page.locator(".card.up .facts")).containsText("Sandbox");
        chromium.assertReadable(page, "workers");

        worker.kill();
        assertThat(page.locator(".card.down h2")).containsText(worker.address().toString());
        assertThat(watching.locator("#workers")).containsText("1 down");
        assertThat(watching.evaluate("window.notReloaded")).isEqualTo(true);
        chromium.assertContent("all of it");
      } finally {
        worker.close();
      }
    } finally {
      models.destroyForcibly();
    }
  }

  /** What a worker keeps of the clip at the best QUALITY, as the experiment's page offers it. */
  private void assertVideoCanBePlayed(Page page) throws IOException {
    Download download =
        page.waitForDownload(() -> page.locator("ul.files a:text-is('video/tiny/80')").click());
    assertThat(download.suggestedFilename()).endsWith("_video_tiny_80.mp4");
    Path video = folder.resolve("video.mp4");
    download.saveAs(video);
    assertThat(new String(Files.readAllBytes(video), 4, 4, StandardCharsets.US_ASCII))
        .isEqualTo("ftyp");
    try (FrameReader reader = VideoFiles.open(video)) {
      assertThat(reader.format().width()).isEqualTo(48);
      int frames = 0;
      while (reader.next().isPresent()) {
        frames++;
      }
      assertThat(frames).isEqualTo(FRAMES);
    }
  }

  private BrowsedProcess run(String modelUrl, ServiceProcess worker, Path token)
      throws IOException {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, FRAMES);
    Path key = Files.writeString(folder.resolve("key"), "secret-key\n");
    return BrowsedProcess.of(
        "run",
        "--clip",
        folder.resolve("tiny.y4m").toString(),
        "--language",
        "c",
        "--proposer",
        "openai",
        "--model",
        "toy",
        "--model-url",
        modelUrl,
        "--key-file",
        key.toString(),
        "--notebook-every",
        "0",
        "--repairs",
        "0",
        "--lag",
        "1",
        "--iterations",
        String.valueOf(ITERATIONS),
        "--worker",
        worker.address().toString(),
        "--token-file",
        token.toString(),
        "--data",
        folder.resolve("data").toString(),
        "--port",
        "0");
  }

  /**
   * Programs each half of which sleeps for a while, so that its phases can be seen, and a faulty
   * one.
   */
  private Process models() throws IOException {
    List<String> replies = new ArrayList<>();
    for (int number = 1; number <= ITERATIONS; number++) {
      replies.add(
          CProgramModel.reply(number)
              .replace("char header", "usleep(200000); char header")
              .replace(
                  "#include <stdio.h>",
                  number == FAULTY
                      ? "#error this one is not C"
                      : "#include <stdio.h>\n#include <unistd.h>"));
    }
    Path script =
        Files.writeString(
            folder.resolve("script.json"),
            JsonMapper.shared().writeValueAsString(Map.of("replies", replies)));
    return new ProcessBuilder(
            CommandProcess.lineOf(
                SERVER.toString(),
                "dev.codecsmith.evolve.models.fake.FakeModelServerMain",
                "--script",
                script.toString(),
                "--key",
                "secret-key"))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String modelUrl(Process models) throws IOException {
    return models.inputReader(StandardCharsets.UTF_8).readLine() + "/v1";
  }
}

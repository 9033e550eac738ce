package dev.codecsmith.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.TestFootage;
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
  private static final int ITERATIONS = 50;

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

  private BrowsedProcess run(String modelUrl, ServiceProcess worker, Path token)
      throws IOException {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
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

  /** Programs each half of which sleeps for a while, so that its phases can be seen. */
  private Process models() throws IOException {
    List<String> replies = new ArrayList<>();
    for (int number = 1; number <= ITERATIONS; number++) {
      replies.add(
          CProgramModel.reply(number)
              .replace("char header", "usleep(200000); char header")
              .replace("#include <stdio.h>", "#include <stdio.h>\n#include <unistd.h>"));
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

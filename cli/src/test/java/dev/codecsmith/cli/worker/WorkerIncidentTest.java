package dev.codecsmith.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.TestFootage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The incident that this project was born from, with real processes: the worker is down when the
 * campaign begins, and is killed in the middle of an experiment.
 */
class WorkerIncidentTest {
  private static final int ITERATIONS = 3;

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @Timeout(300)
  void aWorkerThatIsDownAndThenKilledCostsNothingAndChangesNothing() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 3);
    Process undisturbed = start("undisturbed", "run-alone");
    List<String> expected = table(undisturbed, "undisturbed");

    int port = freePort();
    Process campaign = start("remote", "run", "--worker", "http://127.0.0.1:" + port);
    BlockingQueue<String> said = lines(campaign);
    awaitLine(said, "is down");
    assertThat(Files.exists(folder.resolve("remote/store.sqlite"))).isTrue();
    assertThat(experiments()).as("nothing was spent while no worker was there").isZero();

    Process worker = worker(port);
    awaitLine(said, "BD-rate");
    worker.destroyForcibly().waitFor();
    awaitLine(said, "is down");
    worker(port);

    assertThat(table(campaign, "remote")).isEqualTo(expected);
  }

  private Process worker(int port) throws IOException {
    Process worker =
        CommandProcess.of(
                "worker",
                "--port",
                Integer.toString(port),
                "--data",
                folder.resolve("worker").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("worker.log").toFile())
            .start();
    started.add(worker);
    return worker;
  }

  private Process start(String data, String how, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--clip",
                folder.resolve("tiny.y4m").toString(),
                "--iterations",
                Integer.toString(ITERATIONS),
                "--seed",
                "7",
                "--data",
                folder.resolve(data).toString()));
    words.addAll(List.of(more));
    ProcessBuilder builder =
        CommandProcess.of(words.toArray(String[]::new))
            .redirectOutput(folder.resolve(data + ".json").toFile());
    if (how.equals("run-alone")) {
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static BlockingQueue<String> lines(Process process) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              errors.lines().forEach(lines::add);
              lines.add("THE END");
            });
    return lines;
  }

  private static void awaitLine(BlockingQueue<String> said, String part)
      throws InterruptedException {
    List<String> before = new ArrayList<>();
    for (String line = said.take(); !line.contains(part); line = said.take()) {
      before.add(line);
      assertThat(line).as("%s was never said: %s", part, before).isNotEqualTo("THE END");
    }
  }

  private long experiments() throws IOException, InterruptedException {
    Process list =
        CommandProcess.of("experiments", "list", "--data", folder.resolve("remote").toString())
            .redirectErrorStream(true)
            .start();
    started.add(list);
    return new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("exp_iter"))
        .count();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private List<String> table(Process process, String data) throws Exception {
    int exit = process.waitFor();
    Path report = folder.resolve(data + ".json");
    assertThat(exit).as(Files.readString(report)).isZero();
    List<String> rows = CampaignTable.of(JsonMapper.shared().readTree(report.toFile()));
    assertThat(rows).hasSize(ITERATIONS);
    return rows;
  }
}

package dev.codecsmith.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.TestFootage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/**
 * A campaign whose programs are written by a model, a shell command that counts its calls, and
 * evaluated by workers; all are real processes over real ports.
 */
final class RemoteCampaign implements AutoCloseable {
  /** One more than there are faults: whoever waits for a worker has a program left to evaluate. */
  static final int ITERATIONS = FaultyProxy.Fault.values().length + 1;

  private final Path folder;
  private final List<Process> started = new ArrayList<>();

  /**
   * @param folder takes the clip, the model and the data folders
   */
  RemoteCampaign(Path folder) throws IOException {
    this.folder = folder;
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 3);
    for (int call = 1; call <= ITERATIONS; call++) {
      Files.writeString(folder.resolve("reply-" + call + ".md"), CProgramModel.reply(call));
    }
  }

  /** Starts the campaign; the same data folder goes on with it. */
  Process run(String data, String... more) throws IOException {
    return started(command(data, more));
  }

  /** The campaign, not started yet. */
  ProcessBuilder command(String data, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--no-dashboard",
                "--clip",
                folder.resolve("tiny.y4m").toString(),
                "--proposer",
                "command",
                "--model-command",
                "cat > \"$CALLS.prompt\"; echo called >> \"$CALLS\"; cat '%s'/reply-$(wc -l < \"$CALLS\").md"
                    .formatted(folder),
                "--language",
                "c",
                "--repairs",
                "0",
                // One call behind the other, so that the n-th is iteration n's.
                "--lag",
                "1",
                "--iterations",
                Integer.toString(ITERATIONS),
                "--data",
                folder.resolve(data).toString()));
    words.addAll(List.of(more));
    ProcessBuilder builder =
        CommandProcess.of(words.toArray(String[]::new))
            .redirectOutput(folder.resolve(data + ".json").toFile());
    builder.environment().put("CALLS", calls(data).toString());
    return builder;
  }

  /** How often the model was asked. */
  int modelCalls(String data) throws IOException {
    return Files.readAllLines(calls(data)).size();
  }

  private Path calls(String data) {
    return folder.resolve(data + ".calls");
  }

  /** The table of the campaign that nothing happens to. */
  List<String> undisturbed() throws IOException, InterruptedException {
    Process alone = run("undisturbed");
    lines(alone);
    List<String> table = table(alone, "undisturbed");
    assertThat(modelCalls("undisturbed")).isEqualTo(ITERATIONS);
    return table;
  }

  /** Starts a worker. */
  Process worker(int port, String data) throws IOException {
    return started(workerCommand(port, folder.resolve(data)));
  }

  /** A worker that has not been started yet. */
  static ProcessBuilder workerCommand(int port, Path data, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("worker", "--port", Integer.toString(port), "--data", data.toString()));
    words.addAll(List.of(more));
    return CommandProcess.of(words.toArray(String[]::new))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  /** Waits until a worker can be given work, so that a campaign never finds it down. */
  static void awaitUp(String address) throws InterruptedException {
    HttpRequest health = HttpRequest.newBuilder(URI.create(address + "/health")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!isUp(client, health)) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static boolean isUp(HttpClient client, HttpRequest health) throws InterruptedException {
    try {
      return client.send(health, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }

  /** Starts a process that ends with this campaign. */
  Process started(ProcessBuilder command) throws IOException {
    Process process = command.start();
    started.add(process);
    return process;
  }

  /** What a process says on standard error, from now on. */
  static BlockingQueue<String> lines(Process process) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                errors.lines().forEach(lines::add);
              } catch (UncheckedIOException e) {
                // Whoever kills the process closes its streams.
                lines.add(e.toString());
              }
              lines.add("THE END");
            });
    return lines;
  }

  /** Waits for a line, and fails at the end of the process. */
  static void awaitLine(BlockingQueue<String> said, String part) throws InterruptedException {
    List<String> before = new ArrayList<>();
    for (String line = said.take(); !line.contains(part); line = said.take()) {
      before.add(line);
      assertThat(line).as("%s was never said: %s", part, before).isNotEqualTo("THE END");
    }
  }

  /** How many experiments are stored, as another process sees it. */
  long experiments(String data) throws IOException, InterruptedException {
    Process list =
        started(
            CommandProcess.of("experiments", "list", "--data", folder.resolve(data).toString())
                .redirectErrorStream(true));
    return new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("exp_iter"))
        .count();
  }

  /**
   * A port that is free and stays so until a worker listens on it: Linux gives those from 32768 on
   * to whoever asks for any.
   */
  static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
      try (ServerSocket _ = new ServerSocket(port)) {
        return port;
      } catch (BindException _) {
        // Somebody listens on it: another will do.
      }
    }
  }

  /** The table of a campaign, once it has ended well. */
  List<String> table(Process process, String data) throws IOException, InterruptedException {
    int exit = process.waitFor();
    Path report = folder.resolve(data + ".json");
    assertThat(exit).as(Files.readString(report)).isZero();
    List<String> rows = CampaignTable.of(JsonMapper.shared().readTree(report.toFile()));
    assertThat(rows).hasSize(ITERATIONS);
    return rows;
  }

  /** Kills what still runs. */
  @Override
  public void close() {
    for (Process process : started) {
      process.destroyForcibly().onExit().join();
    }
  }
}

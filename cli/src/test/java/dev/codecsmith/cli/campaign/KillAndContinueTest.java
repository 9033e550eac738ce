package dev.codecsmith.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.TestFootage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real command in a process of its own, killed with {@code kill -9} and started again. */
class KillAndContinueTest {
  private static final int ITERATIONS = 5;
  private static final int KILLS = 10;

  @TempDir private Path folder;

  @Test
  void tenKillsLoseAndRepeatNoFinishedExperiment() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 3);
    List<String> undisturbed = table(finish("undisturbed"));
    SplittableRandom random = new SplittableRandom(11);
    Set<String> finished = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      // A line of progress is an event in the life of an experiment; the kill falls right behind
      // one.
      for (String ended : killedAfter(1 + random.nextInt(12))) {
        assertThat(finished.add(ended)).as("finished once only: %s", ended).isTrue();
      }
    }
    assertThat(table(finish("killed"))).isEqualTo(undisturbed);
  }

  /** Runs until it has said so many lines, kills it, and returns the experiments it finished. */
  private List<String> killedAfter(int lines) throws IOException, InterruptedException {
    Process process = start("killed");
    List<String> ended = new ArrayList<>();
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < lines; i++) {
        String line = errors.readLine();
        if (line == null) {
          break;
        }
        if (line.contains("BD-rate") || line.contains("failed:")) {
          ended.add(line);
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return ended;
  }

  private JsonNode finish(String data) throws IOException, InterruptedException {
    Process process = start(data);
    Path errors = folder.resolve("errors");
    Thread drain =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Files.write(errors, process.getErrorStream().readAllBytes());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    drain.join();
    assertThat(exit).as(() -> read(errors)).isZero();
    return JsonMapper.shared().readTree(json);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Process start(String data) throws IOException {
    return CommandProcess.of(
            CProgramModel.with(
                "run",
                "--json",
                "--no-dashboard",
                "--clip",
                folder.resolve("tiny.y4m").toString(),
                "--iterations",
                Integer.toString(ITERATIONS),
                "--seed",
                "7",
                "--data",
                folder.resolve(data).toString()))
        .start();
  }

  private static List<String> table(JsonNode report) {
    List<String> rows = CampaignTable.of(report);
    assertThat(rows).hasSize(ITERATIONS);
    return rows;
  }
}

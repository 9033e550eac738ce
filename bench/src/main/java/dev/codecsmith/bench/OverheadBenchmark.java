package dev.codecsmith.bench;

import dev.codecsmith.cli.Codecsmith;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An experiment's own overhead: the wall time of a campaign of the default form, run on one slot,
 * one program after the other, less the wall time of the programs' own encodes and decodes at every
 * rate point; anchors are measured before. Smoke frames and second decodings count as overhead.
 *
 * <p>Arguments: {@code iterations} (default 3), then any options of {@code codecsmith run}.
 */
public final class OverheadBenchmark {
  private OverheadBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(Arrays.asList(arguments));
    int iterations = words.isEmpty() ? 3 : Integer.parseInt(words.removeFirst());
    Path data = Files.createTempDirectory("codecsmith-bench");
    try {
      report(data, words, iterations);
    } finally {
      Folders.remove(data);
    }
  }

  private static void report(Path data, List<String> words, int iterations) throws Exception {
    // The first run measures the anchors and warms this JVM; the second, of another seed, is timed.
    forget(data, run(data, words, iterations, 1));
    long start = System.nanoTime();
    JsonNode report = run(data, words, iterations, 2);
    double wall = (System.nanoTime() - start) / 1e9;
    double programs = 0;
    double decodes = 0;
    int runs = 0;
    for (JsonNode experiment : report.path("experiments")) {
      for (JsonNode point : experiment.path("points")) {
        programs += point.path("encode_wall_s").asDouble() + point.path("decode_wall_s").asDouble();
        decodes += point.path("decode_wall_s").asDouble();
        runs += 2;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d experiments, %d runs: %.2f s wall, %.2f s in encode and decode; overhead %.2f s an"
            + " experiment, %.1f %% of the wall time%n",
        iterations,
        runs,
        wall,
        programs,
        (wall - programs) / iterations,
        100 * (wall - programs) / wall);
    Map<String, Double> phases = phases(data, report.at("/campaign/id").asString());
    System.out.printf(
        Locale.ROOT,
        "of it %s s building, %s s on the smoke frames, %s s decoding one bitstream a clip again%n",
        perExperiment(phases.getOrDefault("building", 0.0), iterations),
        perExperiment(phases.getOrDefault("smoke", 0.0), iterations),
        perExperiment(phases.getOrDefault("decoding", 0.0) - decodes, iterations));
  }

  private static String perExperiment(double seconds, int experiments) {
    return String.format(Locale.ROOT, "%.2f", seconds / experiments);
  }

  /** Seconds from each kind of event to its experiment's next one, in all. */
  private static Map<String, Double> phases(Path data, String campaign) throws Exception {
    Map<String, Double> seconds = new TreeMap<>();
    Map<String, Phase> last = new HashMap<>();
    try (DataDirectory opened = DataDirectory.open(data, DataDirectory.Access.READ)) {
      for (StoredEvent stored : opened.experiments().events(campaign, 0, Integer.MAX_VALUE)) {
        Optional<String> experiment = stored.event().experiment();
        Optional<ExperimentStatus> phase = phase(stored.event());
        if (experiment.isPresent() && phase.isPresent()) {
          Phase before = last.put(experiment.get(), new Phase(phase.get(), stored.time()));
          if (before != null) {
            seconds.merge(
                before.status().label(),
                Duration.between(before.since(), stored.time()).toNanos() / 1e9,
                Double::sum);
          }
        }
      }
    }
    return seconds;
  }

  /** What an experiment is in, and since when. */
  private record Phase(ExperimentStatus status, Instant since) {}

  private static Optional<ExperimentStatus> phase(CampaignEvent event) {
    return switch (event) {
      case CampaignEvent.ExperimentPhase entered -> Optional.of(entered.phase());
      case CampaignEvent.ExperimentEnded _ -> Optional.of(ExperimentStatus.SUCCEEDED);
      default -> Optional.empty();
    };
  }

  /** Rate points that are remembered would be measured in no time. */
  private static void forget(Path data, JsonNode report) throws Exception {
    try (DataDirectory opened = DataDirectory.open(data, DataDirectory.Access.WRITE)) {
      for (JsonNode experiment : report.path("experiments")) {
        opened.experiments().forgetMeasuredPoints(experiment.path("program_sha256").asString());
      }
    }
  }

  private static JsonNode run(Path data, List<String> more, int iterations, int seed) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--parallel",
                "1",
                "--lag",
                "1",
                "--data",
                data.toString(),
                "--iterations",
                Integer.toString(iterations),
                "--seed",
                Integer.toString(seed)));
    words.addAll(more);
    StringWriter out = new StringWriter();
    CommandLine command = Codecsmith.commandLine().setOut(new PrintWriter(out));
    int exit = command.execute(words.toArray(String[]::new));
    if (exit != 0) {
      throw new IllegalStateException("codecsmith run ended with " + exit);
    }
    return JsonMapper.shared().readTree(out.toString());
  }
}

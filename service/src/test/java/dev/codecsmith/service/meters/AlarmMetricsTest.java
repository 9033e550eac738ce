package dev.codecsmith.service.meters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.worker.KeptReplies;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.service.worker.WorkerSettings;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alarms of {@code deploy/terraform} look at figures that workers and campaigns send. */
class AlarmMetricsTest {
  private static final Pattern METRIC = Pattern.compile("metric_name *= *\"(codecsmith[^\"]*)\"");

  /** As Micrometer calls them in CloudWatch: a counter's figure is a count, a gauge's a value. */
  private static Set<String> sent() {
    Worker worker =
        new Worker(
            new WorkerSettings("w1", 1, 1, Duration.ofMinutes(1)),
            (submission, heartbeats) -> {
              throw new AssertionError("nothing is submitted");
            },
            new KeptReplies(Path.of("none"), new MemoryArtifactStore()),
            Clock.systemUTC());
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new WorkerMeters(worker).bindTo(registry);
    new CampaignMeters().bindTo(registry);
    return registry.getMeters().stream()
        .map(meter ->
            meter.getId().getName() + (meter instanceof FunctionCounter ? ".count" : ".value"))
        .collect(Collectors.toSet());
  }

  @Test
  void everyAlarmIsAboutAFigureThatIsSent() throws Exception {
    Path terraform =
        Path.of(System.getProperty("codecsmith.root", "..")).resolve("deploy/terraform");
    String alarms =
        Files.readString(terraform.resolve("alarms.tf"))
            + Files.readString(terraform.resolve("fleet.tf"));
    assertThat(METRIC.matcher(alarms).results().map(found -> found.group(1)))
        .isNotEmpty()
        .isSubsetOf(sent());
  }
}

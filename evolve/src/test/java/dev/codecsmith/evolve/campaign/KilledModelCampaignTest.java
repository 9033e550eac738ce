package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeReply;
import dev.codecsmith.evolve.models.fake.FakeRequest;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelCalled;
import dev.codecsmith.store.events.StoredEvent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign's process killed, SIGKILL, while a model is asked, again and again. */
class KilledModelCampaignTest {
  /** Arrivals at which the server kills its caller before it answers. */
  private static final Set<Integer> KILL_AT = Set.of(1, 4, 6);

  @TempDir private Path folder;

  private static FakeReply reply(FakeRequest request) {
    int value = Math.floorMod(request.fingerprint().hashCode(), 1_000_000);
    return FakeReply.text(
        "ENTRY: X\nFILE: X.java\n```java\nclass X {\n  int a = %d;\n}\n```\n".formatted(value));
  }

  @Test
  void theFinalArchiveIsThatOfAnUndisturbedCampaignAndNothingIsPaidTwice() throws Exception {
    List<String> undisturbed;
    try (FakeModelServer calm = FakeModelServer.start(KilledModelCampaignTest::reply)) {
      undisturbed = outcome(campaign("calm", calm).run(new ToyEvaluator()));
    }
    AtomicReference<Process> running = new AtomicReference<>();
    AtomicInteger kills = new AtomicInteger();
    try (FakeModelServer server =
        FakeModelServer.start(request -> {
          Process process = running.get();
          if (process != null && KILL_AT.contains(request.number())) {
            process.destroyForcibly();
            kills.incrementAndGet();
          }
          return reply(request);
        })) {
      int exit = -1;
      for (int starts = 0; exit != 0; starts++) {
        assertThat(starts).isLessThanOrEqualTo(KILL_AT.size());
        Process process = start(server);
        running.set(process);
        exit = process.waitFor();
      }
      running.set(null);
      assertThat(kills).hasValue(KILL_AT.size());
      int asked = server.calls().size();
      ModelCampaign finished = campaign("killed", server);
      assertThat(outcome(finished.run(new ToyEvaluator()))).isEqualTo(undisturbed);
      // What was under way at a kill is asked again, and nothing else.
      assertThat(server.calls())
          .hasSize(asked)
          .hasSizeBetween(
              ModelCampaign.ITERATIONS + KILL_AT.size(),
              ModelCampaign.ITERATIONS + ModelCampaign.LAG * KILL_AT.size());
      assertThat(finished.spending().calls()).isEqualTo(ModelCampaign.ITERATIONS);
      toldOnce(finished);
    }
  }

  /** Every candidate, every answer and every end stands in the log once, and tells what it took. */
  private static void toldOnce(ModelCampaign campaign) throws Exception {
    List<CampaignEvent> events = campaign.events().stream().map(StoredEvent::event).toList();
    assertThat(events.stream().flatMap(event -> event.key().stream())).doesNotHaveDuplicates();
    assertThat(events.getFirst()).isInstanceOf(CampaignBegun.class);
    assertThat(of(CandidateProposed.class, events))
        .extracting(CandidateProposed::iteration)
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(of(ExperimentEnded.class, events)).hasSize(ModelCampaign.ITERATIONS);
    List<ModelAnswered> answers = of(ModelAnswered.class, events);
    assertThat(answers).hasSize(ModelCampaign.ITERATIONS);
    Spending spent = campaign.spending();
    assertThat(answers.stream().mapToLong(call -> call.outputTokens().orElseThrow()).sum())
        .isEqualTo(spent.usage().output());
    assertThat(
            answers.stream()
                .map(call -> call.costUsd().orElseThrow())
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(spent.knownUsd());
    assertThat(of(ModelCalled.class, events))
        .hasSizeBetween(
            ModelCampaign.ITERATIONS + KILL_AT.size(),
            ModelCampaign.ITERATIONS + ModelCampaign.LAG * KILL_AT.size());
  }

  private static <T extends CampaignEvent> List<T> of(Class<T> kind, List<CampaignEvent> events) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private ModelCampaign campaign(String name, FakeModelServer server) {
    return new ModelCampaign(folder.resolve(name), server, FakeRequest.Wire.ANTHROPIC);
  }

  private Process start(FakeModelServer server) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ModelCampaign.class.getName(),
            folder.resolve("killed").toString(),
            server.anthropicUrl().toString())
        .redirectOutput(folder.resolve("output").toFile())
        .redirectError(folder.resolve("errors").toFile())
        .start();
  }

  private static List<String> outcome(List<ExperimentRecord> experiments) {
    return experiments.stream()
        .map(e -> e.iteration() + " " + e.id() + " " + e.status() + " " + e.score())
        .toList();
  }
}

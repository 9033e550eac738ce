package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.outside.OutsideProposal;
import dev.codecsmith.evolve.outside.OutsideProposer;
import dev.codecsmith.evolve.outside.ProposalQueue;
import dev.codecsmith.evolve.outside.ProposalRule;
import dev.codecsmith.evolve.outside.ProposalState;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.ProposerChain;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.attempts.Sleeper;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.CampaignWaiting;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.events.StoredEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign to which others bring programs. */
class OutsideCampaignTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private final SequencedMap<String, Program> library = new LinkedHashMap<>();
  private volatile Optional<String> stop = Optional.empty();
  private ProposalQueue queue;
  private int brought = 39;

  @BeforeEach
  void queue() {
    queue = ProposalQueue.of(folder, "campaign_x");
    library.put("own", program(10));
  }

  private static Program program(int value) {
    return Program.of(
        "java", "X", Map.of("X.java", "class X {\n  int a = " + value + "; // tune: 0..99\n}\n"));
  }

  private void bring(int value) {
    try {
      queue.put(
          OutsideProposal.of(
              "agent", "n" + value, program(value), List.of(), "", START.plusSeconds(value)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ExperimentRecord> run(
      ToyEvaluator evaluator, int iterations, int lag, Sleeper sleeper)
      throws IOException, InterruptedException {
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
      return new CampaignLoop(
              new CampaignSettings("campaign_x", "toy", "{}", iterations, 1, lag),
              ToyEvaluator.SETTINGS,
              OutsideProposer.taking(
                  queue,
                  new ProposerChain(List.of(new LibraryProposer(library))),
                  ProposalRule.none()),
              CampaignRules.NONE,
              new CampaignTools(
                  evaluator,
                  data.experiments(),
                  data.artifacts(),
                  data.owner(),
                  new EventPublisher(
                      data.events(), "campaign_x", Clock.systemUTC(), EventListener.none()),
                  CampaignTools.Pace.of(new WorkRetry.Policy(List.of(Duration.ZERO)))
                      .withTime(Clock.systemUTC(), sleeper)
                      .stoppedBy(() -> stop),
                  Optional::empty))
          .run().stream().map(PastExperiment::experiment).toList();
    }
  }

  private List<CampaignEvent> events() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.READ)) {
      return data.events().events("campaign_x", 0, 1000).stream().map(StoredEvent::event).toList();
    }
  }

  private static List<String> names(List<ExperimentRecord> experiments) {
    return experiments.stream().map(experiment -> experiment.candidate().name()).toList();
  }

  @Test
  void aProposalIsAnIterationLikeAnotherAndTheCampaignWaitsForMore() throws Exception {
    bring(30);
    List<ExperimentRecord> experiments =
        run(
            new ToyEvaluator(),
            4,
            2,
            _ -> {
              brought++;
              bring(brought);
            });
    assertThat(experiments).extracting(ExperimentRecord::iteration).containsExactly(1, 2, 3, 4);
    assertThat(names(experiments)).containsExactlyInAnyOrder("n30", "own", "n40", "n41");
    assertThat(experiments).allSatisfy(each -> assertThat(each.score()).isPresent());
    assertThat(events()).filteredOn(CampaignWaiting.class::isInstance).isNotEmpty();
  }

  @Test
  void aCampaignThatWaitsStopsWhenItIsAskedTo() throws Exception {
    List<ExperimentRecord> experiments =
        run(new ToyEvaluator(), 4, 2, _ -> stop = Optional.of("It was asked to stop."));
    assertThat(names(experiments)).containsExactly("own");
    assertThat(events().getLast()).isEqualTo(new CampaignStopped("It was asked to stop."));
  }

  @Test
  void aProposalSurvivesAnEvaluatorThatDies() throws Exception {
    bring(30);
    ToyEvaluator dying = new ToyEvaluator().dyingAfter(0);
    assertThatThrownBy(() -> run(dying, 2, 1, _ -> {})).isInstanceOf(InfrastructureException.class);
    List<ExperimentRecord> experiments = run(new ToyEvaluator(), 2, 1, _ -> {});
    assertThat(names(experiments)).containsExactly("n30", "own");
    assertThat(queue.state(experimentOf(30))).hasValue(new ProposalState.Taken(1));
  }

  private static String experimentOf(int value) {
    return OutsideProposal.of("agent", "n", program(value), List.of(), "", START.plusSeconds(value))
        .id();
  }

  @Test
  void anExperimentThatIsDeletedIsOfTheSameProgramWhenItIsMadeAgain() throws Exception {
    bring(30);
    List<ExperimentRecord> experiments = run(new ToyEvaluator(), 2, 1, _ -> {});
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
      data.experiments().delete(List.of(experiments.getFirst().id()));
    }
    assertThat(run(new ToyEvaluator(), 2, 1, _ -> {}))
        .extracting(ExperimentRecord::id)
        .isEqualTo(experiments.stream().map(ExperimentRecord::id).toList());
  }
}

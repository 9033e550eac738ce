package dev.codecsmith.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.local.TestBench;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.Warning;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.lifecycle.ExperimentLostException;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An experiment's record is its owner's alone, and its result is written once. */
class ExperimentRunnerTest {
  private static final Program PROGRAM = Program.of("c", "a.c", Map.of("a.c", "int main(){}"));

  private static final Clip CLIP =
      new Clip(
          "toy",
          Path.of("toy.y4m"),
          new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
          1,
          "0".repeat(64));

  private MemoryExperimentStore store;
  private ExperimentRecord queued;
  private final List<String> work = new ArrayList<>();
  private final Cancellations cancellations = new Cancellations();

  @BeforeEach
  void enter() throws StoreException {
    store = new MemoryExperimentStore();
    store.putCampaignIfAbsent(new CampaignRecord("campaign", "c", "{}", Instant.EPOCH));
    store.append("campaign", Instant.EPOCH, new CampaignBegun("c", 1));
    queued =
        ExperimentLifecycle.queued(
            "exp_iter1_x",
            "campaign",
            1,
            "us",
            new CandidateRecord("p", "c", PROGRAM.sha256(), "library", List.of(), "", Map.of()),
            Instant.EPOCH);
    store.create(queued);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Goes through phases, with something that happens before one of them. */
  private final class Phases implements Evaluations {
    private final ExperimentStatus before;
    private final Happening happening;
    private final String executed;

    Phases(ExperimentStatus before, Happening happening) {
      this(before, happening, PROGRAM.sha256());
    }

    Phases(ExperimentStatus before, Happening happening, String executed) {
      this.before = before;
      this.happening = happening;
      this.executed = executed;
    }

    @Override
    public Optional<Failure> trial(EvaluationRequest request) {
      return Optional.empty();
    }

    @Override
    public void prepare(EvaluationSettings settings, PreparationListener listener) {}

    @Override
    public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener)
        throws InfrastructureException, InterruptedException {
      for (ExperimentStatus phase :
          List.of(
              ExperimentStatus.BUILDING, ExperimentStatus.ENCODING, ExperimentStatus.PUBLISHING)) {
        if (phase == before) {
          happens();
        }
        listener.phase(phase, 0, 1);
        work.add(phase.label());
      }
      if (before == ExperimentStatus.SUCCEEDED) {
        happens();
      }
      return new Evaluation(
          new Executed("toy", executed, 1, 0),
          List.of(),
          Map.of(),
          Optional.of(-99.7),
          OptionalDouble.empty(),
          Optional.empty(),
          Map.of());
    }

    private void happens() throws InfrastructureException, InterruptedException {
      try {
        happening.happens();
      } catch (StoreException e) {
        throw InfrastructureException.of(e);
      }
    }
  }

  @FunctionalInterface
  private interface Happening {
    void happens() throws StoreException, InterruptedException;
  }

  private ExperimentRecord run(ExperimentStore through, Evaluations evaluator) throws Exception {
    Clock clock = Clock.fixed(Instant.EPOCH.plusSeconds(9), ZoneOffset.UTC);
    EventPublisher events =
        new EventPublisher(
            store,
            "campaign",
            clock,
            (time, event) -> {
              if (event instanceof ExperimentEnded ended) {
                work.add("told of " + ended.phase().label());
              }
            });
    return new ExperimentRunner(through, evaluator, clock, events, cancellations)
        .run(
            queued,
            new EvaluationRequest(
                queued.id(), PROGRAM, TestBench.settings(CodingLimits.defaults(), CLIP)));
  }

  /** Does something while it encodes, and then nothing until it is interrupted. */
  private Evaluations waiting(Happening meanwhile) {
    return new Phases(
        ExperimentStatus.PUBLISHING,
        () -> {
          meanwhile.happens();
          new CountDownLatch(1).await();
        });
  }

  @Test
  void whatAPersonCancelsFailsAsCancelledAndInterruptsNothingElse() throws Exception {
    ExperimentRecord ended =
        run(store, waiting(() -> assertThat(cancellations.cancel(queued.id())).isTrue()));
    assertThat(Thread.interrupted()).as("left interrupted").isFalse();
    assertThat(ended.status()).isEqualTo(ExperimentStatus.FAILED);
    assertThat(store.find(queued.id())).contains(ended);
    assertThat(ended.result().failure())
        .contains(
            new Failure(
                FailureKind.CANCELLED,
                ExperimentStatus.ENCODING,
                "A person cancelled its evaluation; that tells nothing of the program."));
    assertThat(work).containsExactly("building", "encoding", "told of encoding");
    assertThat(cancellations.cancel(queued.id())).as("it has ended").isFalse();
  }

  @Test
  void aMachineThatFailsWhereItIsCancelledDoesNotMakeItAnotherEnd() throws Exception {
    ExperimentRecord ended =
        run(
            store,
            new Phases(
                ExperimentStatus.ENCODING,
                () -> {
                  assertThat(cancellations.cancel(queued.id())).isTrue();
                  throw new StoreException("the transfer was interrupted");
                }));
    assertThat(ended.result().failure().map(Failure::kind)).contains(FailureKind.CANCELLED);
    assertThat(Thread.interrupted()).as("left interrupted").isFalse();
  }

  @Test
  void anInterruptThatNobodyAskedForLeavesItUnfinished() {
    assertThatThrownBy(() -> run(store, waiting(() -> Thread.currentThread().interrupt())))
        .isInstanceOf(InterruptedException.class);
    assertThat(work).containsExactly("building", "encoding");
    assertThat(cancellations.cancel("exp_iter9_other")).as("one that is not evaluated").isFalse();
  }

  private InfrastructureException lost(Evaluations evaluator) {
    return catchThrowableOfType(InfrastructureException.class, () -> run(store, evaluator));
  }

  @Test
  void workEndsAtOnceWhenTheExperimentIsTakenOver() throws Exception {
    InfrastructureException lost = lost(new Phases(ExperimentStatus.ENCODING, () -> takenOver()));
    assertThat(lost).hasMessageContainingAll(queued.id(), "taken over by them", "Two processes");
    assertThat(lost).hasCauseInstanceOf(ExperimentLostException.class);
    assertThat(work).as("nothing after the phase that was refused").containsExactly("building");
    assertThat(store.find(queued.id()).orElseThrow().owner()).isEqualTo("them");
    assertThat(store.find(queued.id()).orElseThrow().status().isFinal()).isFalse();
  }

  @Test
  void resultOfALostExperimentIsNotWrittenOverAnothers() throws Exception {
    InfrastructureException lost =
        lost(
            new Phases(
                ExperimentStatus.SUCCEEDED,
                () -> {
                  ExperimentRecord theirs = takenOver();
                  store.update(
                      ExperimentLifecycle.ended(
                          theirs,
                          ExperimentRunner.result(
                              new Evaluation(
                                  new Executed("toy", PROGRAM.sha256(), 1, 0),
                                  List.of(),
                                  Map.of(),
                                  Optional.of(5.0),
                                  OptionalDouble.empty(),
                                  Optional.empty(),
                                  Map.of())),
                          Instant.EPOCH));
                }));
    assertThat(lost).hasCauseInstanceOf(ExperimentLostException.class);
    assertThat(store.find(queued.id()).orElseThrow().score()).contains(5.0);
    assertThat(work).doesNotContain("told of succeeded");
    assertThat(ends()).as("what is told is theirs to tell").isEmpty();
  }

  @Test
  void workEndsAtOnceWhenTheExperimentIsDeleted() throws Exception {
    InfrastructureException lost =
        lost(new Phases(ExperimentStatus.ENCODING, () -> store.delete(List.of(queued.id()))));
    assertThat(lost).hasMessageContainingAll(queued.id(), "was deleted while");
    assertThat(work).containsExactly("building");
  }

  @Test
  void workThatIsAnothersIsNotBegun() throws Exception {
    takenOver();
    assertThat(lost(new Phases(ExperimentStatus.QUEUED, () -> {})))
        .hasCauseInstanceOf(ExperimentLostException.class);
    assertThat(work).isEmpty();
  }

  @Test
  void resultThatWasStoredButNotSeenIsOurs() throws Exception {
    Phases evaluator = new Phases(ExperimentStatus.QUEUED, () -> {});
    ExperimentStore deaf = failingBehind(record -> record.status().isFinal());
    assertThatThrownBy(() -> run(deaf, evaluator))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("the disk failed")
        .extracting(Throwable::getCause)
        .isNotInstanceOf(ExperimentLostException.class);
    work.clear();
    ExperimentRecord again = run(deaf, evaluator);
    assertThat(again.score()).contains(-99.7);
    assertThat(work).as("no second evaluation").containsExactly("told of succeeded");
    assertThat(ends()).hasSize(1);
  }

  @Test
  void anotherProgramThanTheOneAskedForIsToldRecordedAndNotKept() throws Exception {
    String other = "f".repeat(64);
    assertThatThrownBy(() -> run(store, new Phases(ExperimentStatus.QUEUED, () -> {}, other)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContainingAll(PROGRAM.sha256(), other, "its result is not kept");
    assertThat(store.find(queued.id()).orElseThrow().status().isFinal()).isFalse();
    assertThat(store.events("campaign", 0, 100).getLast().event())
        .isInstanceOfSatisfying(
            Warning.class,
            warning -> {
              assertThat(warning.about()).contains(queued.id());
              assertThat(warning.text()).contains(PROGRAM.sha256(), other);
            });
  }

  private List<CampaignEvent> ends() throws StoreException {
    return store.events("campaign", 0, 100).stream()
        .map(StoredEvent::event)
        .filter(CampaignEvent.ExperimentEnded.class::isInstance)
        .toList();
  }

  private ExperimentRecord takenOver() throws StoreException {
    ExperimentRecord seen = store.find(queued.id()).orElseThrow();
    return store.takeOver(queued.id(), seen.lease(), Lease.of("them"), Instant.EPOCH).orElseThrow();
  }

  /** The store, with a disk that fails right behind the commit of some updates. */
  private ExperimentStore failingBehind(Predicate<ExperimentRecord> updates) {
    return (ExperimentStore)
        Proxy.newProxyInstance(
            ExperimentStore.class.getClassLoader(),
            new Class<?>[] {ExperimentStore.class},
            (proxy, method, arguments) -> {
              Object result;
              try {
                result = method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (method.getName().equals("update")
                  && updates.test((ExperimentRecord) arguments[0])) {
                throw new StoreException("the disk failed");
              }
              return result;
            });
  }
}

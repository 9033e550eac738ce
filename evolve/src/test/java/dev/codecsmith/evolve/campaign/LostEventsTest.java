package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.ProposerChain;
import dev.codecsmith.evolve.proposers.tuner.TunerProposer;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentDeleted;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import dev.codecsmith.store.events.CampaignEvent.Retrying;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentDeletion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that fails, or a process that is killed, at each event of a campaign in turn. */
class LostEventsTest {
  private static final int ITERATIONS = 4;
  private static final int LAG = 2;
  private static final String CAMPAIGN = "campaign_x";

  @TempDir private Path folder;
  private SequencedMap<String, Program> library = new LinkedHashMap<>();

  /** What becomes of appending an event. */
  @FunctionalInterface
  private interface Appending {
    Object append(Appended append) throws Exception;
  }

  private interface Appended {
    Object go() throws Exception;

    CampaignEvent event();
  }

  @BeforeEach
  void library() {
    library.put(
        "plain",
        Program.of("java", "X", Map.of("X.java", "class X {\n  int a = 10; // tune: 0..99\n}\n")));
  }

  @Test
  void whatAKillKeptFromBeingToldIsAddedWhenTheCampaignContinues() throws Exception {
    AtomicInteger all = new AtomicInteger();
    run("undisturbed", append -> counted(all, append), EventListener.none());
    for (int kill = 1; kill <= all.get(); kill++) {
      for (boolean behind : new boolean[] {false, true}) {
        String name = "killed-" + kill + behind;
        int at = kill;
        AtomicInteger appends = new AtomicInteger();
        List<CampaignEvent> told = Collections.synchronizedList(new ArrayList<>());
        assertThatThrownBy(() ->
                run(
                    name,
                    append -> {
                      int number = appends.incrementAndGet();
                      if (behind && number == at) {
                        append.go();
                      }
                      if (number >= at) {
                        throw new IllegalStateException("killed");
                      }
                      return append.go();
                    },
                    (time, event) -> told.add(event)))
            .hasMessageContaining("killed");
        run(name, Appended::go, (time, event) -> told.add(event));
        complete(log(name));
        assertThat(told.stream().flatMap(event -> event.key().stream()))
            .as(name)
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void aLogThatFailsOnceIsTriedAgainAndLosesAndRepeatsNothing() throws Exception {
    AtomicInteger all = new AtomicInteger();
    run("undisturbed", append -> counted(all, append), EventListener.none());
    for (int fault = 1; fault <= all.get(); fault++) {
      for (boolean behind : new boolean[] {false, true}) {
        String name = "failing-" + fault + behind;
        int at = fault;
        AtomicInteger appends = new AtomicInteger();
        List<CampaignEvent> told = Collections.synchronizedList(new ArrayList<>());
        run(
            name,
            append -> {
              boolean fails = appends.incrementAndGet() == at;
              Object number = fails && !behind ? 0L : append.go();
              if (fails) {
                throw new StoreException("the disk is away");
              }
              return number;
            },
            (time, event) -> told.add(event));
        List<CampaignEvent> log = log(name);
        complete(log);
        assertThat(log).as(name + ": a first run").noneMatch(CampaignContinued.class::isInstance);
        assertThat(log).filteredOn(CampaignFinished.class::isInstance).hasSize(1);
        assertThat(log).filteredOn(ModelsSpent.class::isInstance).hasSize(1);
        assertThat(log)
            .as(name)
            .containsExactlyInAnyOrderElementsOf(
                told.stream().filter(event -> !event.isLive()).toList());
      }
    }
  }

  @Test
  void aStoreThatFailsWhileTheRunBeginsDoesNotMakeItContinue() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    run(
        "reads",
        new ToyEvaluator(),
        Appended::go,
        store ->
            through(
                ExperimentStore.class,
                store,
                (method, _, call) -> {
                  if (method.equals("summaries") && reads.incrementAndGet() == 1) {
                    throw new StoreException("the disk is away");
                  }
                  return call.call();
                }),
        EventListener.none());
    complete(log("reads"));
    assertThat(log("reads")).noneMatch(CampaignContinued.class::isInstance);
  }

  @Test
  void aCampaignsFirstEventIsItsBeginningAlsoWherePreparingFails() throws Exception {
    run(
        "unprepared",
        new ToyEvaluator().failingOnceAtPreparing(),
        Appended::go,
        store -> store,
        EventListener.none());
    complete(log("unprepared"));
    assertThat(log("unprepared"))
        .filteredOn(Retrying.class::isInstance)
        .singleElement()
        .asString()
        .contains("preparing the campaign");
  }

  @Test
  void anExperimentEvaluatedAnewInAGapIsToldAlsoAcrossAKill() throws Exception {
    for (Class<?> kill : List.of(CandidateProposed.class, ExperimentEnded.class)) {
      String name = "gap-" + kill.getSimpleName();
      run(name, Appended::go, EventListener.none());
      deleteTheFirst(name);
      AtomicBoolean killed = new AtomicBoolean();
      assertThatThrownBy(() ->
              run(
                  name,
                  append -> {
                    if (kill.isInstance(append.event()) || killed.get()) {
                      killed.set(true);
                      throw new IllegalStateException("killed");
                    }
                    return append.go();
                  },
                  EventListener.none()))
          .hasMessageContaining("killed");
      run(name, Appended::go, EventListener.none());
      List<CampaignEvent> log = log(name);
      List<CampaignEvent> since =
          log.subList(
              log.indexOf(
                      log.stream()
                          .filter(ExperimentDeleted.class::isInstance)
                          .findFirst()
                          .orElseThrow())
                  + 1,
              log.size());
      assertThat(since.stream().filter(CandidateProposed.class::isInstance))
          .as(name)
          .singleElement()
          .isInstanceOfSatisfying(
              CandidateProposed.class, again -> assertThat(again.iteration()).isEqualTo(1));
      assertThat(since.stream().filter(ExperimentEnded.class::isInstance))
          .as(name)
          .singleElement()
          .isInstanceOfSatisfying(
              ExperimentEnded.class, again -> assertThat(again.iteration()).isEqualTo(1));
    }
  }

  private void deleteTheFirst(String name) throws Exception {
    try (DataDirectory data =
        DataDirectory.open(folder.resolve(name), DataDirectory.Access.WRITE)) {
      String first = data.experiments().summaries(CAMPAIGN, 0, 1).getFirst().id();
      assertThat(ExperimentDeletion.delete(data.experiments(), List.of(first), Instant.now()))
          .isEqualTo(1);
    }
  }

  private static Object counted(AtomicInteger count, Appended append) throws Exception {
    count.incrementAndGet();
    return append.go();
  }

  private static void complete(List<CampaignEvent> log) {
    assertThat(log.getFirst()).isInstanceOf(CampaignBegun.class);
    // A fault that was told after the end had been stored, unseen, stands behind it.
    assertThat(log.stream().filter(event -> !(event instanceof Retrying)).toList().getLast())
        .isInstanceOf(CampaignFinished.class);
    List<Integer> proposed = new ArrayList<>();
    List<Integer> ended = new ArrayList<>();
    for (CampaignEvent event : log) {
      switch (event) {
        case CandidateProposed candidate -> proposed.add(candidate.iteration());
        case ExperimentEnded end -> {
          assertThat(proposed).contains(end.iteration());
          ended.add(end.iteration());
        }
        default -> {}
      }
    }
    assertThat(proposed).containsExactly(1, 2, 3, 4);
    assertThat(ended).containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  private List<CampaignEvent> log(String name) throws Exception {
    try (DataDirectory data = DataDirectory.open(folder.resolve(name), DataDirectory.Access.READ)) {
      return data.events().events(CAMPAIGN, 0, 10_000).stream().map(StoredEvent::event).toList();
    }
  }

  private void run(String name, Appending appending, EventListener listener) throws Exception {
    run(name, new ToyEvaluator(), appending, store -> store, listener);
  }

  private void run(
      String name,
      ToyEvaluator evaluator,
      Appending appending,
      UnaryOperator<ExperimentStore> stores,
      EventListener listener)
      throws Exception {
    try (DataDirectory data =
        DataDirectory.open(folder.resolve(name), DataDirectory.Access.WRITE)) {
      EventLog log =
          through(
              EventLog.class,
              data.events(),
              (method, arguments, call) ->
                  method.equals("append")
                      ? appending.append(appended(call, (CampaignEvent) arguments[2]))
                      : call.call());
      var _ =
          new CampaignLoop(
                  new CampaignSettings(CAMPAIGN, "toy", "{}", ITERATIONS, 1, LAG),
                  ToyEvaluator.SETTINGS,
                  new ProposerChain(
                      List.of(new LibraryProposer(library), new TunerProposer(library, 7))),
                  CampaignRules.NONE,
                  new CampaignTools(
                      evaluator,
                      stores.apply(data.experiments()),
                      data.artifacts(),
                      data.owner(),
                      new EventPublisher(log, CAMPAIGN, Clock.systemUTC(), listener),
                      CampaignTools.Pace.of(new WorkRetry.Policy(List.of(Duration.ZERO))),
                      () -> Optional.of(new ModelsSpent(0, 0, 0, BigDecimal.ZERO, 0, 0))))
              .run();
    }
  }

  private static Appended appended(Callable<Object> call, CampaignEvent event) {
    return new Appended() {
      @Override
      public Object go() throws Exception {
        return call.call();
      }

      @Override
      public CampaignEvent event() {
        return event;
      }
    };
  }

  /** What is done instead of a call. */
  @FunctionalInterface
  private interface Instead {
    Object of(String method, Object[] arguments, Callable<Object> call) throws Exception;
  }

  private static <T> T through(Class<T> type, T target, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                instead.of(
                    method.getName(),
                    arguments,
                    () -> {
                      try {
                        return method.invoke(target, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause() instanceof Exception fault ? fault : e;
                      }
                    })));
  }
}

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
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.Retrying;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.events.StoredEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
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

  @FunctionalInterface
  private interface Appended {
    Object go() throws Exception;
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
      String name = "failing-" + fault;
      int at = fault;
      AtomicInteger appends = new AtomicInteger();
      List<CampaignEvent> told = Collections.synchronizedList(new ArrayList<>());
      run(
          name,
          append -> {
            if (appends.incrementAndGet() == at) {
              throw new StoreException("the disk is away");
            }
            return append.go();
          },
          (time, event) -> told.add(event));
      List<CampaignEvent> log = log(name);
      complete(log);
      assertThat(log)
          .as(name)
          .containsExactlyInAnyOrderElementsOf(
              told.stream().filter(event -> !event.isLive()).toList());
    }
  }

  private static Object counted(AtomicInteger count, Appended append) throws Exception {
    count.incrementAndGet();
    return append.go();
  }

  private static void complete(List<CampaignEvent> log) {
    // A fault may come before anything else.
    assertThat(log.stream().filter(event -> !(event instanceof Retrying)).findFirst())
        .containsInstanceOf(CampaignBegun.class);
    assertThat(log.getLast()).isInstanceOf(CampaignFinished.class);
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
    try (DataDirectory data =
        DataDirectory.open(folder.resolve(name), DataDirectory.Access.WRITE)) {
      var _ =
          new CampaignLoop(
                  new CampaignSettings(CAMPAIGN, "toy", "{}", ITERATIONS, 1, LAG),
                  ToyEvaluator.SETTINGS,
                  new ProposerChain(
                      List.of(new LibraryProposer(library), new TunerProposer(library))),
                  CampaignRules.NONE,
                  new CampaignTools(
                      new ToyEvaluator(),
                      data.experiments(),
                      data.artifacts(),
                      data.owner(),
                      new EventPublisher(
                          through(data.events(), appending), CAMPAIGN, Clock.systemUTC(), listener),
                      CampaignTools.Pace.of(new WorkRetry.Policy(List.of(Duration.ZERO))),
                      Optional::empty))
              .run();
    }
  }

  private static EventLog through(EventLog log, Appending appending) {
    return (EventLog)
        Proxy.newProxyInstance(
            EventLog.class.getClassLoader(),
            new Class<?>[] {EventLog.class},
            (proxy, method, arguments) -> {
              Appended call =
                  () -> {
                    try {
                      return method.invoke(log, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause() instanceof Exception fault ? fault : e;
                    }
                  };
              return method.getName().equals("append") ? appending.append(call) : call.go();
            });
  }
}

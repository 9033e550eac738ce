package dev.codecsmith.dashboard.live;

import dev.codecsmith.evolve.models.calls.EventSpending;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.events.StoredEvent;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/** How a campaign stands by its stored events, of which each is read once. */
public final class CampaignStanding {
  private static final int PAGE = 1000;
  private static final int MOST_RETRIES = 20;

  private final EventLog log;
  private final String campaignId;
  private final Map<String, Worker> workers = new TreeMap<>();
  private final ScoreHistory scores = new ScoreHistory();
  private final FamilyTree family = new FamilyTree();
  private final PhaseTimes phases = new PhaseTimes();
  private final EventSpending spending = new EventSpending();
  private final Deque<Retry> retries = new ArrayDeque<>();
  private final Throughput throughput = new Throughput();
  private final ModelHistory models = new ModelHistory();
  private long last;
  private int iterations;
  private Optional<CampaignEvent.CampaignWaiting> waiting = Optional.empty();
  private final Map<String, String> missing = new TreeMap<>();
  private Optional<String> stopping = Optional.empty();
  private Optional<Asked> asked = Optional.empty();
  private boolean ended;
  private int deletions;

  /**
   * Who evaluates.
   *
   * @param up whether it can be given work
   * @param about what it is, or why it cannot
   */
  public record Worker(String name, boolean up, String about) {}

  /**
   * Work that is tried again, as the machine failed and no program did.
   *
   * @param what the work
   * @param reason why, in a sentence
   */
  public record Retry(Instant time, String what, String reason) {}

  /**
   * What a model was asked last.
   *
   * @param experiment the id of what was proposed for that iteration, whose record has the prompt;
   *     empty as long as nothing was
   */
  public record Asked(String model, String slot, Instant time, Optional<String> experiment) {
    private Asked proposed(int iteration, String id) {
      return ModelHistory.iteration(slot).equals(OptionalInt.of(iteration))
          ? new Asked(model, slot, time, Optional.of(id))
          : this;
    }

    private Asked deleted(String id) {
      return new Asked(model, slot, time, experiment.filter(known -> !known.equals(id)));
    }
  }

  /**
   * How it stands at a moment.
   *
   * @param lastEvent the number of the last event that counts in it
   * @param iterations how many are asked for; 0 before it begins
   * @param waiting what it, or some of its work, waits for; empty while all goes on
   * @param stopping why its last run begins no further iteration, or ended early
   * @param asked the last call of a model; empty where none was asked
   * @param ended whether its last run came to its end
   * @param workers by name; none where the campaign's own process evaluates
   * @param spent what all calls of models took; empty where none is asked
   * @param retries the last of what was tried again, the newest first
   * @param perHour how many experiments ended in an hour of late; empty where too few did
   */
  @RecordBuilder
  public record Snapshot(
      long lastEvent,
      int iterations,
      Optional<CampaignEvent.CampaignWaiting> waiting,
      Optional<String> stopping,
      Optional<Asked> asked,
      boolean ended,
      List<Worker> workers,
      Optional<Spending> spent,
      List<Retry> retries,
      OptionalDouble perHour) {
    public Snapshot {
      workers = List.copyOf(workers);
      retries = List.copyOf(retries);
    }
  }

  public CampaignStanding(EventLog log, String campaignId) {
    this.log = log;
    this.campaignId = campaignId;
  }

  /**
   * How it stands after all that is in the log.
   *
   * @param now what a wait with a known end is over by
   */
  public synchronized Snapshot at(Instant now) throws StoreException {
    catchUp();
    return CampaignStandingSnapshotBuilder.builder()
        .lastEvent(last)
        .iterations(iterations)
        .waiting(
            waiting
                .filter(wait -> wait.until().filter(until -> !until.isAfter(now)).isEmpty())
                .or(this::missingWorker))
        .stopping(stopping)
        .asked(asked)
        .ended(ended)
        .workers(List.copyOf(workers.values()))
        .spent(spending.total())
        .retries(List.copyOf(retries))
        .perHour(throughput.perHour())
        .build();
  }

  private Optional<CampaignEvent.CampaignWaiting> missingWorker() {
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CampaignEvent.CampaignWaiting(
                String.join(" ", missing.values()), Optional.empty()));
  }

  /** Its programs, in the order in which they were proposed. */
  public synchronized List<Relative> family() throws StoreException {
    catchUp();
    return family.all();
  }

  /** The scores of its experiments, in the order in which they came. */
  public synchronized List<Scored> scores() throws StoreException {
    catchUp();
    return scores.all();
  }

  /** How many of its experiments were deleted so far. */
  public synchronized int deletions() throws StoreException {
    catchUp();
    return deletions;
  }

  /** What was made from an experiment, the best first, behind it what has no score. */
  public synchronized List<Relative> children(String experiment) throws StoreException {
    catchUp();
    return family.children(experiment);
  }

  /** The phases of an experiment so far; none where that was long ago. */
  public synchronized List<Phase> phases(String experiment) throws StoreException {
    catchUp();
    return phases.of(experiment);
  }

  /** What its models did so far. */
  public synchronized List<ModelFigures> models() throws StoreException {
    catchUp();
    return models.all();
  }

  private void catchUp() throws StoreException {
    List<StoredEvent> events;
    do {
      events = log.events(campaignId, last, PAGE);
      for (StoredEvent event : events) {
        add(event.time(), event.event());
        last = event.number();
      }
    } while (events.size() == PAGE);
  }

  private void add(Instant time, CampaignEvent event) {
    spending.on(time, event);
    models.on(event);
    switch (event) {
      case CampaignEvent.CampaignBegun begun -> begin(begun.iterations());
      case CampaignEvent.CampaignContinued continued -> begin(continued.iterations());
      case CampaignEvent.CampaignWaiting wait -> waiting = Optional.of(wait);
      case CampaignEvent.CandidateProposed told -> {
        waiting = Optional.empty();
        asked = asked.map(last -> last.proposed(told.iteration(), told.id()));
        scores.proposed(told);
        family.proposed(told);
        phases.proposed(told);
      }
      case CampaignEvent.ModelCalled call -> {
        waiting = Optional.empty();
        asked = Optional.of(new Asked(call.model(), call.slot(), time, Optional.empty()));
        phases.asked(call.slot(), Phase.MODEL_CALLED, time);
      }
      case CampaignEvent.ModelAnswered call -> phases.asked(call.slot(), Phase.REPLY_TRIED, time);
      case CampaignEvent.CampaignStopping told -> stopping = Optional.of(told.reason());
      case CampaignEvent.ProposersExhausted _ ->
          stopping = Optional.of("Nobody has anything left to propose.");
      case CampaignEvent.CampaignStopped told -> {
        stopping = Optional.of(told.reason());
        end();
      }
      case CampaignEvent.CampaignFinished _ -> end();
      case CampaignEvent.Retrying told -> {
        retries.addFirst(new Retry(time, told.what(), told.reason()));
        if (retries.size() > MOST_RETRIES) {
          retries.removeLast();
        }
      }
      case CampaignEvent.ExperimentEnded told -> {
        scores.ended(time, told);
        family.ended(told);
        phases.entered(
            told.id(),
            told.failure().isPresent() ? ExperimentStatus.FAILED : ExperimentStatus.SUCCEEDED,
            time);
        throughput.ended(time);
      }
      case CampaignEvent.ExperimentPhase told -> phases.entered(told.id(), told.phase(), time);
      case CampaignEvent.ExperimentDeleted told -> {
        scores.deleted(told.id());
        family.deleted(told.id());
        phases.deleted(told.id());
        asked = asked.map(last -> last.deleted(told.id()));
        deletions++;
      }
      case CampaignEvent.WorkerUp up -> {
        waiting = Optional.empty();
        workers.put(up.worker(), new Worker(up.worker(), true, up.about()));
      }
      case CampaignEvent.WorkerDown down ->
          workers.put(down.worker(), new Worker(down.worker(), false, down.reason()));
      case CampaignEvent.WorkerMissing told -> missing.put(told.work(), told.reason());
      case CampaignEvent.WorkerFound told -> missing.remove(told.work());
      default -> {}
    }
  }

  /** The workers of a run are told right behind its beginning. */
  private void begin(int asks) {
    iterations = asks;
    waiting = Optional.empty();
    stopping = Optional.empty();
    workers.clear();
    missing.clear();
    throughput.begin();
    ended = false;
  }

  private void end() {
    waiting = Optional.empty();
    missing.clear();
    ended = true;
  }
}

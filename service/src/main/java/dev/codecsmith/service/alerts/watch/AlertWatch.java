package dev.codecsmith.service.alerts.watch;

import dev.codecsmith.service.alerts.Alert;
import dev.codecsmith.service.alerts.AlertKind;
import dev.codecsmith.service.alerts.AlertSettings;
import dev.codecsmith.service.alerts.Finding;
import dev.codecsmith.service.alerts.Finding.Begins;
import dev.codecsmith.service.alerts.Finding.Ends;
import dev.codecsmith.service.alerts.Incident;
import dev.codecsmith.service.alerts.rules.BudgetRule;
import dev.codecsmith.service.alerts.rules.CampaignBudget;
import dev.codecsmith.service.alerts.rules.FailureRateRule;
import dev.codecsmith.service.alerts.rules.FaultRule;
import dev.codecsmith.service.alerts.rules.MissingWorkerRule;
import dev.codecsmith.service.alerts.rules.Rule;
import dev.codecsmith.service.alerts.rules.StallRule;
import dev.codecsmith.service.alerts.rules.StoreRule;
import dev.codecsmith.service.alerts.rules.WorkersRule;
import dev.codecsmith.service.client.WorkerPool;
import dev.codecsmith.service.orchestrator.CampaignListener;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.EventListener;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Shows the rules what happens, and tells each incident that they find once, and its end once.
 * Whatever calls it is not held up: alerts are handed on and delivered elsewhere.
 */
public final class AlertWatch implements WorkerPool.WorkerListener, CampaignListener {
  /** What is watched in a campaign that runs, and in no other. */
  private static final Set<AlertKind> OF_A_RUN =
      Set.of(
          AlertKind.CAMPAIGN_STALLED,
          AlertKind.WORKER_MISSING,
          AlertKind.STORE_AWAY,
          AlertKind.FAILURE_RATE);

  private static final Set<AlertKind> OF_WORKERS =
      Set.of(AlertKind.WORKER_DOWN, AlertKind.NO_WORKER);

  private final AlertSettings settings;
  private final Clock clock;
  private final WorkersRule workers;
  private final Rule machine;
  private final AlertMemory memory;
  private final String source;
  private List<Rule> campaign = List.of();

  /**
   * @param workers those that are used
   * @param machine looks after this machine
   * @param source which process this is, in words
   */
  AlertWatch(
      AlertSettings settings,
      Clock clock,
      Collection<URI> workers,
      Rule machine,
      AlertMemory memory,
      String source) {
    this.settings = settings;
    this.clock = clock;
    this.workers = new WorkersRule(workers.stream().map(URI::toString).toList());
    this.machine = machine;
    this.memory = memory;
    this.source = source;
    all(clock.instant(), this.workers.begin(memory.state().open()));
  }

  /**
   * Begins to watch a campaign, in place of the one before.
   *
   * @param past its experiments that ended before, in order; the last ones will do
   * @return to be told of its events
   */
  public synchronized EventListener campaign(
      String id, CampaignBudget budget, List<ExperimentEnded> past) {
    List<Rule> rules =
        List.of(
            new StallRule(id, settings.stalledAfter()),
            new MissingWorkerRule(id),
            new StoreRule(id),
            new FaultRule(id),
            new BudgetRule(id, budget, settings.budgetShare()),
            new FailureRateRule(id, settings.failureWindow(), settings.failureShare(), past));
    campaign = rules;
    // One runs at a time.
    end(
        incident -> OF_A_RUN.contains(incident.kind()) && !incident.subject().equals(id),
        "It does not run now, so it is not watched.");
    return (time, event) -> heard(rules, time, event);
  }

  /** Nothing runs, and so nobody watches it: neither a campaign nor the workers that one needs. */
  @Override
  public synchronized void idle() {
    campaign = List.of();
    workers.rest();
    end(
        incident -> OF_A_RUN.contains(incident.kind()) || OF_WORKERS.contains(incident.kind()),
        "No campaign runs now, so it is not watched.");
  }

  private void end(Predicate<Incident> which, String text) {
    memory.state().open().stream()
        .filter(which)
        .forEach(
            incident -> one(clock.instant(), new Ends(incident.kind(), incident.subject(), text)));
  }

  @Override
  public synchronized void fault(String id, String sentence) {
    all(clock.instant(), new FaultRule(id).fault(sentence));
  }

  @Override
  public synchronized void faultOver(String id) {
    all(clock.instant(), new FaultRule(id).over());
  }

  private synchronized void heard(List<Rule> rules, Instant time, CampaignEvent event) {
    rules.forEach(rule -> all(time, rule.on(time, event)));
  }

  /** Looks what the time has changed. */
  synchronized void look() {
    Instant now = clock.instant();
    all(now, machine.at(now));
    campaign.forEach(rule -> all(now, rule.at(now)));
  }

  @Override
  public synchronized void up(URI worker, String about) {
    all(clock.instant(), workers.up(worker.toString()));
  }

  @Override
  public synchronized void down(URI worker, String reason) {
    all(clock.instant(), workers.down(worker.toString(), reason));
  }

  @Override
  public synchronized void waiting() {
    all(clock.instant(), workers.waiting());
  }

  private void all(Instant time, List<Finding> findings) {
    findings.forEach(finding -> one(time, finding));
  }

  private void one(Instant time, Finding finding) {
    Optional<Incident> open =
        memory.state().open().stream()
            .filter(incident -> incident.is(finding.kind(), finding.subject()))
            .findFirst();
    switch (finding) {
      case Begins begins when open.isEmpty() -> {
        Incident incident = new Incident(begins.kind(), begins.subject(), begins.text(), time);
        memory.begin(incident, Alert.of(incident, source));
      }
      case Ends ends when open.isPresent() ->
          memory.end(open.get(), Alert.allClear(open.get(), ends.text(), time, source));
      case Begins _, Ends _ -> {}
    }
  }
}

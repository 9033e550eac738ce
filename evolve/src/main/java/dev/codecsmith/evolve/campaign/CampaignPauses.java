package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.events.CampaignEvent.CampaignWaiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a campaign waits, and why it begins no further iteration: a wait is not slept through when
 * the target is reached, nor beyond the run's time, and a request to stop ends it.
 */
final class CampaignPauses {
  /** How often a wait looks up whether it is still wanted. */
  private static final Duration LOOK_UP = Duration.ofMillis(500);

  private final CampaignRules rules;
  private final CampaignTools tools;
  private final EvaluationHistory ended;
  private final Instant start;

  CampaignPauses(CampaignRules rules, CampaignTools tools, EvaluationHistory ended, Instant start) {
    this.rules = rules;
    this.tools = tools;
    this.ended = ended;
    this.start = start;
  }

  /**
   * Waits before a new iteration, as long as it may still begin.
   *
   * @return why the iteration may not begin
   */
  Optional<String> pause(Duration pause) throws InterruptedException {
    Optional<String> ending = ending();
    Duration left = pause;
    if (ending.isEmpty() && left.isPositive()) {
      tools
          .events()
          .send(
              new CampaignWaiting(
                  "It pauses before its next iteration.",
                  Optional.of(tools.pace().clock().instant().plus(left))));
    }
    while (ending.isEmpty() && left.isPositive()) {
      Duration step = left.compareTo(LOOK_UP) < 0 ? left : LOOK_UP;
      tools.pace().sleeper().sleep(step);
      left = left.minus(step);
      ending = ending();
    }
    return ending;
  }

  /** Asks for a candidate. */
  @FunctionalInterface
  interface Asking {
    Optional<Candidate> ask() throws InfrastructureException, InterruptedException;
  }

  /**
   * What was waited for.
   *
   * @param candidate what was brought; empty where the wait has ended without
   * @param ending why it has
   */
  record Awaited(Optional<Candidate> candidate, Optional<String> ending) {}

  /** Waits until somebody brings a candidate, as long as an iteration may still begin. */
  Awaited await(Asking asking) throws InfrastructureException, InterruptedException {
    tools
        .events()
        .send(new CampaignWaiting("It waits for a proposal from outside.", Optional.empty()));
    while (true) {
      Optional<String> ending = ending();
      Optional<Candidate> candidate = ending.isPresent() ? Optional.empty() : asking.ask();
      if (ending.isPresent() || candidate.isPresent()) {
        return new Awaited(candidate, ending);
      }
      tools.pace().sleeper().sleep(LOOK_UP);
    }
  }

  private Optional<String> ending() {
    Duration elapsed = Duration.between(start, tools.pace().clock().instant());
    return tools
        .pace()
        .stopRequest()
        .sentence()
        .or(() -> rules.ending(ended.view().best(), elapsed));
  }
}

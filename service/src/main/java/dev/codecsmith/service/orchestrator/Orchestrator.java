package dev.codecsmith.service.orchestrator;

import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.service.protocol.RefusedException.Reason;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Takes campaigns and runs them one after another, in the order in which they came. What was taken
 * is on disk, with where it stands, before it is acknowledged; so a process that is killed at any
 * moment goes on where it was: with the campaign that ran, and then with those that wait.
 *
 * <p>A campaign has one entry, by its id. Asking for the same once more is the same request; asking
 * for one that has ended with another text, such as more iterations, goes on with it.
 *
 * <p>A fault that may pass ends none: the campaign keeps its turn and is run again after pauses
 * that grow. One that another process runs lets the others go first, and is no fault.
 */
public final class Orchestrator implements AutoCloseable {
  /** A queue that is longer is nobody's plan. */
  private static final int MOST_WAITING = 1_000;

  private final CampaignQueue queue;
  private final CampaignRunner runner;
  private final Clock clock;

  /** Its lock is held by whoever looks at the queue. */
  private final CampaignTurns turns;

  private Orchestrator(
      CampaignQueue queue, CampaignRunner runner, Clock clock, CampaignTurns turns) {
    this.queue = queue;
    this.runner = runner;
    this.clock = clock;
    this.turns = turns;
  }

  /**
   * Reads what stands in the queue.
   *
   * @param folder of the queue; only this process writes there
   * @throws StoreException with a sentence if the queue cannot be read
   */
  public static Orchestrator open(
      Path folder, CampaignRunner runner, CampaignListener listener, Clock clock)
      throws StoreException {
    return open(folder, runner, listener, clock, FaultPauses.standard());
  }

  static Orchestrator open(
      Path folder,
      CampaignRunner runner,
      CampaignListener listener,
      Clock clock,
      FaultPauses faults)
      throws StoreException {
    CampaignQueue queue = CampaignQueue.open(folder);
    return new Orchestrator(
        queue, runner, clock, new CampaignTurns(queue, runner, listener, clock, faults));
  }

  /** Begins to run campaigns. */
  public void begin() {
    turns.begin();
  }

  /**
   * A campaign that was taken.
   *
   * @param isNew whether something happens that did not before
   */
  public record Taken(QueuedCampaign campaign, boolean isNew) {}

  /**
   * Takes a campaign, behind those that wait.
   *
   * @throws BadRequestException with a sentence if it cannot be run
   * @throws RefusedException if it is not taken now
   * @throws IOException with a sentence if it cannot be kept
   */
  public Taken submit(CampaignRequest request)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    return take(request, false);
  }

  /**
   * The same; but a campaign that runs with another text ends its iterations under way and goes on
   * with this one, before those that wait.
   */
  public Taken change(CampaignRequest request)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    return take(request, true);
  }

  private Taken take(CampaignRequest request, boolean alsoOfOneThatRuns)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    CampaignRunner.Planned planned = runner.plan(request);
    synchronized (turns) {
      checkNotEnding();
      Optional<QueuedCampaign> known = queue.find(planned.id());
      if (known.isPresent() && known.get().request().equals(request)) {
        return new Taken(known.get(), false);
      }
      long place = queue.nextPlace();
      if (known.isPresent() && !known.get().state().hasEnded()) {
        if (alsoOfOneThatRuns && known.get().state() == CampaignState.RUNNING) {
          return new Taken(
              turns.keep(
                  known.get().stopping(Optional.of(new QueuedCampaign.Anew(planned, request)))),
              true);
        }
        if (known.get().state() != CampaignState.WAITING) {
          throw new RefusedException(
              Reason.CONFLICT,
              planned.id() + " runs now, with another text; stop it first, or let it end.");
        }
        place = known.get().place();
      }
      return new Taken(
          enter(QueuedCampaign.waiting(place, planned, request, clock.instant())), true);
    }
  }

  private QueuedCampaign enter(QueuedCampaign campaign) throws RefusedException, StoreException {
    if (queue.count(CampaignState.WAITING) >= MOST_WAITING) {
      throw new RefusedException(
          Reason.FULL, MOST_WAITING + " campaigns wait already; send it again later.");
    }
    return turns.enter(campaign);
  }

  private void checkNotEnding() throws RefusedException {
    if (turns.isEnding()) {
      throw new RefusedException(
          Reason.ENDING, "This orchestrator is ending; send it again when it is back.");
    }
  }

  /** All campaigns, in the order in which they are run. */
  public List<QueuedCampaign> campaigns() {
    synchronized (turns) {
      return queue.all();
    }
  }

  public Optional<QueuedCampaign> find(String id) {
    synchronized (turns) {
      return queue.find(id);
    }
  }

  /** The campaign that runs, also while it stops; empty while none does. */
  public Optional<QueuedCampaign> running() {
    synchronized (turns) {
      return queue.running();
    }
  }

  /** How many campaigns are in a state. */
  public int count(CampaignState state) {
    synchronized (turns) {
      return queue.count(state);
    }
  }

  /** What it does, in a line. */
  public String summary() {
    synchronized (turns) {
      return queue
              .running()
              .map(campaign -> campaign.id() + " is " + campaign.state().label())
              .orElse("no campaign runs")
          + ", "
          + queue.count(CampaignState.WAITING)
          + " waiting";
    }
  }

  /** Whether it takes nothing more. */
  public boolean isEnding() {
    return turns.isEnding();
  }

  /**
   * Stops a campaign: one that waits is not run, one that runs ends its iterations under way, also
   * one that was to go on with another text then.
   *
   * @return as it is now; empty if there is none of that id
   * @throws RefusedException if it has ended
   */
  public Optional<QueuedCampaign> stop(String id) throws RefusedException, StoreException {
    synchronized (turns) {
      Optional<QueuedCampaign> found = queue.find(id);
      if (found.isEmpty()) {
        return found;
      }
      QueuedCampaign campaign = found.get();
      return Optional.of(
          switch (campaign.state()) {
            case WAITING -> turns.keep(campaign.stopped(clock.instant()));
            // One that waits for a fault to pass is woken, and stops.
            case RUNNING -> turns.keep(campaign.stopping());
            case STOPPING -> campaign.anew().isEmpty() ? campaign : turns.keep(campaign.stopping());
            case STOPPED -> campaign;
            case FINISHED, FAILED ->
                throw new RefusedException(
                    Reason.CONFLICT, id + " does not run; it is " + campaign.state().label() + ".");
          });
    }
  }

  /**
   * Lets a campaign that has stopped or failed go on, behind those that wait.
   *
   * @return as it is now; empty if there is none of that id
   * @throws RefusedException if there is nothing to go on with, or not yet
   */
  public Optional<QueuedCampaign> resume(String id) throws RefusedException, StoreException {
    synchronized (turns) {
      checkNotEnding();
      Optional<QueuedCampaign> found = queue.find(id);
      if (found.isEmpty()) {
        return found;
      }
      QueuedCampaign campaign = found.get();
      return Optional.of(
          switch (campaign.state()) {
            case WAITING, RUNNING -> campaign;
            case STOPPED, FAILED -> enter(campaign.waiting(queue.nextPlace(), clock.instant()));
            case STOPPING ->
                throw new RefusedException(
                    Reason.CONFLICT, id + " is just stopping; ask again when it has stopped.");
            case FINISHED ->
                throw new RefusedException(
                    Reason.CONFLICT,
                    id + " is finished; send it with more iterations to go on with it.");
          });
    }
  }

  /**
   * Lets a campaign that has ended be run again, also one that is finished: some of its experiments
   * may have been deleted.
   *
   * @return as it is now; empty if there is none of that id
   */
  public Optional<QueuedCampaign> again(String id) throws RefusedException, StoreException {
    synchronized (turns) {
      checkNotEnding();
      Optional<QueuedCampaign> found = queue.find(id);
      if (found.isEmpty() || !found.get().state().hasEnded()) {
        return found;
      }
      QueuedCampaign campaign = found.get();
      return Optional.of(enter(campaign.waiting(queue.nextPlace(), clock.instant())));
    }
  }

  /** Something that is done while a campaign does not run. */
  @FunctionalInterface
  public interface Between<T> {
    T run() throws BadRequestException, IOException, InterruptedException;
  }

  /**
   * Does something while a campaign does not run, and begins none meanwhile; whoever asks something
   * else of this is answered.
   *
   * @param campaign the one that must not run; empty where none may
   * @throws RefusedException with a sentence if one runs that must not, or something else is done
   */
  public <T> T between(Optional<String> campaign, Between<T> work)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    return turns.between(campaign, work);
  }

  /** How often {@link #between} has done something, also where that failed half-way. */
  public int changes() {
    return turns.changes();
  }

  /**
   * Forgets a campaign that waits.
   *
   * @return as it was; empty if there is none of that id
   * @throws RefusedException if it does not wait
   */
  public Optional<QueuedCampaign> remove(String id) throws RefusedException, StoreException {
    synchronized (turns) {
      Optional<QueuedCampaign> found = queue.find(id);
      if (found.isPresent() && found.get().state() != CampaignState.WAITING) {
        throw new RefusedException(
            Reason.CONFLICT,
            "Only a campaign that waits can be deleted; %s is %s."
                .formatted(id, found.get().state().label()));
      }
      if (found.isPresent()) {
        turns.remove(id);
      }
      return found;
    }
  }

  /** Takes nothing more and stops the campaign that runs, which goes on at the next start. */
  @Override
  public void close() {
    turns.close();
  }
}

package dev.codecsmith.service.orchestrator;

import dev.codecsmith.sandbox.LastingFault;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.service.protocol.RefusedException.Reason;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  /** Before a state that the disk did not take is written once more. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Orchestrator.class);

  private final CampaignQueue queue;
  private final CampaignRunner runner;
  private final CampaignListener listener;
  private final Clock clock;
  private final FaultPauses faults;

  /** At campaigns that another process ran. */
  private final LaterLooks elsewhere = new LaterLooks();

  private final Thread thread = Thread.ofPlatform().name("campaigns").unstarted(this::work);
  private boolean ending;

  /** Whether something is done for which none may run. */
  private boolean between;

  /** How often that has been done. */
  private int changes;

  private Orchestrator(
      CampaignQueue queue,
      CampaignRunner runner,
      CampaignListener listener,
      Clock clock,
      FaultPauses faults) {
    this.queue = queue;
    this.runner = runner;
    this.listener = listener;
    this.clock = clock;
    this.faults = faults;
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
    return new Orchestrator(CampaignQueue.open(folder), runner, listener, clock, faults);
  }

  /** Begins to run campaigns. */
  public void begin() {
    thread.start();
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
    synchronized (this) {
      checkNotEnding();
      Optional<QueuedCampaign> known = queue.find(planned.id());
      if (known.isPresent() && known.get().request().equals(request)) {
        return new Taken(known.get(), false);
      }
      long place = queue.nextPlace();
      if (known.isPresent() && !known.get().state().hasEnded()) {
        if (alsoOfOneThatRuns && known.get().state() == CampaignState.RUNNING) {
          return new Taken(
              kept(known.get().stopping(Optional.of(new QueuedCampaign.Anew(planned, request)))),
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
    if (count(CampaignState.WAITING) >= MOST_WAITING) {
      throw new RefusedException(
          Reason.FULL, MOST_WAITING + " campaigns wait already; send it again later.");
    }
    queue.put(campaign);
    elsewhere.forget(campaign.id());
    listener.faultOver(campaign.id());
    notifyAll();
    return campaign;
  }

  private void checkNotEnding() throws RefusedException {
    if (ending) {
      throw new RefusedException(
          Reason.ENDING, "This orchestrator is ending; send it again when it is back.");
    }
  }

  /** All campaigns, in the order in which they are run. */
  public synchronized List<QueuedCampaign> campaigns() {
    return queue.all();
  }

  public synchronized Optional<QueuedCampaign> find(String id) {
    return queue.find(id);
  }

  /** The campaign that runs, also while it stops; empty while none does. */
  public synchronized Optional<QueuedCampaign> running() {
    return first(CampaignState.RUNNING).or(() -> first(CampaignState.STOPPING));
  }

  /** How many campaigns are in a state. */
  public synchronized int count(CampaignState state) {
    return (int) queue.all().stream().filter(each -> each.state() == state).count();
  }

  /** What it does, in a line. */
  public synchronized String summary() {
    return first(CampaignState.RUNNING)
            .or(() -> first(CampaignState.STOPPING))
            .map(campaign -> campaign.id() + " is " + campaign.state().label())
            .orElse("no campaign runs")
        + ", "
        + count(CampaignState.WAITING)
        + " waiting";
  }

  /** Whether it takes nothing more. */
  public synchronized boolean isEnding() {
    return ending;
  }

  /**
   * Stops a campaign: one that waits is not run, one that runs ends its iterations under way, also
   * one that was to go on with another text then.
   *
   * @return as it is now; empty if there is none of that id
   * @throws RefusedException if it has ended
   */
  public synchronized Optional<QueuedCampaign> stop(String id)
      throws RefusedException, StoreException {
    Optional<QueuedCampaign> found = queue.find(id);
    if (found.isEmpty()) {
      return found;
    }
    QueuedCampaign campaign = found.get();
    return Optional.of(
        switch (campaign.state()) {
          case WAITING -> kept(stopped(campaign));
          // One that waits for a fault to pass is woken, and stops.
          case RUNNING -> kept(campaign.stopping());
          case STOPPING -> campaign.anew().isEmpty() ? campaign : kept(campaign.stopping());
          case STOPPED -> campaign;
          case FINISHED, FAILED ->
              throw new RefusedException(
                  Reason.CONFLICT, id + " does not run; it is " + campaign.state().label() + ".");
        });
  }

  private QueuedCampaign stopped(QueuedCampaign campaign) {
    return afterwards(campaign, CampaignState.STOPPED, Optional.of(stopSentence(campaign.id())));
  }

  /** As it is when it has ended, or as it goes on then. */
  private QueuedCampaign afterwards(
      QueuedCampaign campaign, CampaignState how, Optional<String> sentence) {
    return campaign
        .anew()
        .map(anew -> QueuedCampaign.goingOn(campaign, anew, clock.instant()))
        .orElseGet(() -> campaign.ended(how, sentence, clock.instant()));
  }

  private static String stopSentence(String id) {
    return "It was asked to stop; POST /campaigns/" + id + "/resume goes on.";
  }

  private QueuedCampaign kept(QueuedCampaign campaign) throws StoreException {
    queue.put(campaign);
    notifyAll();
    return campaign;
  }

  /**
   * Lets a campaign that has stopped or failed go on, behind those that wait.
   *
   * @return as it is now; empty if there is none of that id
   * @throws RefusedException if there is nothing to go on with, or not yet
   */
  public synchronized Optional<QueuedCampaign> resume(String id)
      throws RefusedException, StoreException {
    checkNotEnding();
    Optional<QueuedCampaign> found = queue.find(id);
    if (found.isEmpty()) {
      return found;
    }
    QueuedCampaign campaign = found.get();
    return Optional.of(
        switch (campaign.state()) {
          case WAITING, RUNNING -> campaign;
          case STOPPED, FAILED ->
              enter(
                  QueuedCampaign.waiting(
                      queue.nextPlace(), campaign.planned(), campaign.request(), clock.instant()));
          case STOPPING ->
              throw new RefusedException(
                  Reason.CONFLICT, id + " is just stopping; ask again when it has stopped.");
          case FINISHED ->
              throw new RefusedException(
                  Reason.CONFLICT,
                  id + " is finished; send it with more iterations to go on with it.");
        });
  }

  /**
   * Lets a campaign that has ended be run again, also one that is finished: some of its experiments
   * may have been deleted.
   *
   * @return as it is now; empty if there is none of that id
   */
  public synchronized Optional<QueuedCampaign> again(String id)
      throws RefusedException, StoreException {
    checkNotEnding();
    Optional<QueuedCampaign> found = queue.find(id);
    if (found.isEmpty() || !found.get().state().hasEnded()) {
      return found;
    }
    QueuedCampaign campaign = found.get();
    return Optional.of(
        enter(
            QueuedCampaign.waiting(
                queue.nextPlace(), campaign.planned(), campaign.request(), clock.instant())));
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
    synchronized (this) {
      Optional<String> running =
          running()
              .map(QueuedCampaign::id)
              .filter(id -> campaign.isEmpty() || campaign.get().equals(id));
      if (running.isPresent()) {
        throw new RefusedException(
            Reason.CONFLICT,
            campaign.isPresent()
                ? "Nothing of a campaign is deleted while it runs, and " + running.get() + " does."
                : "Nothing is deleted here while a campaign runs, and " + running.get() + " does.");
      }
      if (between) {
        throw new RefusedException(
            Reason.CONFLICT, "Something is being deleted already; ask again in a moment.");
      }
      between = true;
    }
    try {
      return work.run();
    } catch (RunsElsewhereException e) {
      throw new RefusedException(Reason.CONFLICT, String.valueOf(e.getMessage()));
    } finally {
      synchronized (this) {
        between = false;
        changes++;
        notifyAll();
      }
    }
  }

  /** How often {@link #between} has done something, also where that failed half-way. */
  public synchronized int changes() {
    return changes;
  }

  /**
   * Forgets a campaign that waits.
   *
   * @return as it was; empty if there is none of that id
   * @throws RefusedException if it does not wait
   */
  public synchronized Optional<QueuedCampaign> remove(String id)
      throws RefusedException, StoreException {
    Optional<QueuedCampaign> found = queue.find(id);
    if (found.isPresent() && found.get().state() != CampaignState.WAITING) {
      throw new RefusedException(
          Reason.CONFLICT,
          "Only a campaign that waits can be deleted; %s is %s."
              .formatted(id, found.get().state().label()));
    }
    if (found.isPresent()) {
      queue.remove(id);
      elsewhere.forget(id);
    }
    return found;
  }

  private void work() {
    try {
      while (true) {
        run(next());
      }
    } catch (InterruptedException e) {
      log.debug("no campaign is begun any more");
    }
  }

  /** Waits for the campaign whose turn it is: the one that ran when a process was killed first. */
  private synchronized QueuedCampaign next() throws InterruptedException {
    while (true) {
      checkInterrupted();
      Optional<QueuedCampaign> left =
          first(CampaignState.STOPPING)
              .or(() -> first(CampaignState.RUNNING))
              .or(this::firstToBegin);
      if (left.isEmpty() || between) {
        listener.idle();
        wait(between ? 0 : elsewhere.untilNext());
        continue;
      }
      elsewhere.forget(left.get().id());
      try {
        if (left.get().state() != CampaignState.STOPPING) {
          return kept(left.get().begun(clock.instant()));
        }
        QueuedCampaign _ = kept(stopped(left.get()));
        faults.forget();
        listener.faultOver(left.get().id());
      } catch (StoreException e) {
        pause(e);
      }
    }
  }

  /** The disk may take it later. */
  private synchronized void pause(StoreException fault) throws InterruptedException {
    log.error("{} Trying again in {} s.", fault.getMessage(), PAUSE.toSeconds());
    waitFor(PAUSE, () -> false);
  }

  private synchronized void waitFor(Duration pause, BooleanSupplier enough)
      throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    for (long left = pause.toMillis();
        left > 0 && !ending && !enough.getAsBoolean();
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
      wait(left);
    }
  }

  private void checkInterrupted() throws InterruptedException {
    if (ending) {
      throw new InterruptedException();
    }
  }

  private Optional<QueuedCampaign> first(CampaignState state) {
    return queue.all().stream().filter(each -> each.state() == state).findFirst();
  }

  private Optional<QueuedCampaign> firstToBegin() {
    return queue.all().stream()
        .filter(each -> each.state() == CampaignState.WAITING && elsewhere.isDue(each.id()))
        .findFirst();
  }

  private void run(QueuedCampaign campaign) throws InterruptedException {
    log.info("{} begins", campaign.id());
    CampaignState state;
    Optional<String> sentence;
    try {
      sentence = runner.run(campaign.request(), campaign.id(), () -> stopAsked(campaign.id()));
      state = sentence.isPresent() ? CampaignState.STOPPED : CampaignState.FINISHED;
    } catch (BadRequestException e) {
      state = CampaignState.FAILED;
      sentence = Optional.of(String.valueOf(e.getMessage()));
    } catch (RunsElsewhereException e) {
      faults.forget();
      letOthersGoFirst(campaign, String.valueOf(e.getMessage()));
      return;
    } catch (IOException e) {
      if (!(e instanceof LastingFault fault && fault.isLasting())) {
        holdUp(campaign, String.valueOf(e.getMessage()));
        return;
      }
      state = CampaignState.FAILED;
      sentence = Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      // Also where what it had begun is ended by the end of the process, before this is told of it.
      holdUp(campaign, "It was interrupted.");
      return;
    } catch (RuntimeException | Error e) {
      log.error("{} met an error in Codecsmith itself", campaign.id(), e);
      state = CampaignState.FAILED;
      sentence = Optional.of("It met an error in Codecsmith itself (" + e + "); the log has more.");
    }
    faults.forget();
    end(campaign, state, sentence);
  }

  /** Waits before a campaign that met a fault is run again, unless it is asked to stop. */
  private synchronized void holdUp(QueuedCampaign campaign, String why)
      throws InterruptedException {
    checkInterrupted();
    Instant now = clock.instant();
    Duration pause = faults.next(campaign.times().begun().orElse(now), now);
    String sentence = "%s It is tried again in %d s.".formatted(why, pause.toSeconds());
    log.error("{} cannot go on: {}", campaign.id(), sentence);
    if (faults.areMany()) {
      listener.fault(campaign.id(), sentence);
    }
    try {
      QueuedCampaign _ = kept(queue.find(campaign.id()).orElse(campaign).heldUp(sentence));
    } catch (StoreException e) {
      // Nobody needs it to go on.
      log.error("{}", e.getMessage());
    }
    waitFor(pause, () -> stopAsked(campaign.id()).isPresent());
  }

  /** Puts a campaign that another process runs behind those that wait. */
  private synchronized void letOthersGoFirst(QueuedCampaign campaign, String why) {
    log.info("{} waits: {}", campaign.id(), why);
    elsewhere.put(campaign.id(), faults.elsewhere());
    QueuedCampaign now = queue.find(campaign.id()).orElse(campaign);
    if (now.state() == CampaignState.STOPPING) {
      return;
    }
    try {
      QueuedCampaign _ = kept(now.behind(queue.nextPlace(), why));
    } catch (StoreException e) {
      // Then it has its turn still, and is looked at again at once.
      log.error("{}", e.getMessage());
    }
  }

  private synchronized void end(
      QueuedCampaign campaign, CampaignState state, Optional<String> sentence)
      throws InterruptedException {
    QueuedCampaign ended = campaign;
    boolean kept = false;
    while (!kept) {
      // Whatever an interrupt made it fail with is no end: it goes on at the next start.
      checkInterrupted();
      // It may have been given another text meanwhile.
      ended = afterwards(queue.find(campaign.id()).orElse(campaign), state, sentence);
      try {
        queue.put(ended);
        kept = true;
      } catch (StoreException e) {
        pause(e);
      }
    }
    if (ended.state() == CampaignState.FAILED) {
      listener.fault(
          ended.id(),
          sentence.map(why -> why + " ").orElse("")
              + "POST /campaigns/%s/resume lets it go on.".formatted(ended.id()));
    } else {
      listener.faultOver(ended.id());
    }
    String about =
        ended.id() + " is " + ended.state().label() + sentence.map(s -> ": " + s).orElse("");
    if (ended.state() == CampaignState.FAILED) {
      log.error("{}", about);
    } else {
      log.info("{}", about);
    }
  }

  private synchronized Optional<String> stopAsked(String id) {
    return queue
        .find(id)
        .filter(campaign -> campaign.state() == CampaignState.STOPPING)
        .map(campaign ->
            campaign.anew().isPresent()
                ? "It is about to go on with what it was given meanwhile, such as a new budget."
                : stopSentence(campaign.id()));
  }

  /** Takes nothing more and stops the campaign that runs, which goes on at the next start. */
  @Override
  public void close() {
    synchronized (this) {
      ending = true;
      notifyAll();
    }
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.codecsmith.service.orchestrator;

import dev.codecsmith.sandbox.LastingFault;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.service.protocol.RefusedException.Reason;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the campaigns of a queue one after another, in a thread of its own. Whoever else looks at
 * the queue or changes it holds the lock of this object meanwhile.
 *
 * <p>A fault that may pass ends no campaign: it keeps its turn and is run again after pauses that
 * grow. One that another process runs lets the others go first, and is no fault.
 */
final class CampaignTurns implements AutoCloseable {
  /** Before a state that the disk did not take is written once more. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(CampaignTurns.class);

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

  CampaignTurns(
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

  void begin() {
    thread.start();
  }

  /** Whether none is begun any more. */
  synchronized boolean isEnding() {
    return ending;
  }

  /** Keeps a campaign as it is now, and looks again whose turn it is. */
  synchronized QueuedCampaign keep(QueuedCampaign campaign) throws StoreException {
    queue.put(campaign);
    notifyAll();
    return campaign;
  }

  /** Keeps one that is to run, whatever kept it from that before. */
  synchronized QueuedCampaign enter(QueuedCampaign campaign) throws StoreException {
    QueuedCampaign kept = keep(campaign);
    elsewhere.forget(campaign.id());
    listener.faultOver(campaign.id());
    return kept;
  }

  /** Forgets one that waits. */
  synchronized void remove(String id) throws StoreException {
    queue.remove(id);
    elsewhere.forget(id);
  }

  /**
   * Does something while a campaign does not run, and begins none meanwhile; whoever asks something
   * else of this is answered.
   *
   * @param campaign the one that must not run; empty where none may
   * @throws RefusedException with a sentence if one runs that must not, or something else is done
   */
  <T> T between(Optional<String> campaign, Orchestrator.Between<T> work)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    synchronized (this) {
      Optional<String> running =
          queue
              .running()
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
  synchronized int changes() {
    return changes;
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
      Optional<QueuedCampaign> left = queue.running().or(this::firstToBegin);
      if (left.isEmpty() || between) {
        listener.idle();
        wait(between ? 0 : elsewhere.untilNext());
        continue;
      }
      elsewhere.forget(left.get().id());
      try {
        if (left.get().state() != CampaignState.STOPPING) {
          return keep(left.get().begun(clock.instant()));
        }
        QueuedCampaign _ = keep(left.get().stopped(clock.instant()));
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
      QueuedCampaign _ = keep(queue.find(campaign.id()).orElse(campaign).heldUp(sentence));
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
      QueuedCampaign _ = keep(now.behind(queue.nextPlace(), why));
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
      ended =
          queue.find(campaign.id()).orElse(campaign).afterwards(state, sentence, clock.instant());
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
                : campaign.stopSentence());
  }

  /** Stops the campaign that runs, which goes on at the next start, and begins no other. */
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

package dev.codecsmith.service.worker;

import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.service.protocol.Replies;
import dev.codecsmith.service.protocol.RunId;
import dev.codecsmith.service.protocol.Submission;
import dev.codecsmith.store.StoreException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes submissions, works on as many at once as it has slots, and lets the others wait in the
 * order in which they came. The same name with the same content is the same work, whatever came of
 * it, but for a fault of the machine, and for a result whose artifacts have been deleted since:
 * that is worked on again.
 */
public final class Worker implements AutoCloseable {
  /** Runs that have ended and stay in memory, with their heartbeats, for who follows them late. */
  private static final int ENDED_KEPT = 64;

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final WorkerSettings settings;
  private final Work work;
  private final KeptReplies kept;
  private final Clock clock;
  private final SequencedMap<RunId, Run> runs = new LinkedHashMap<>();
  private final Deque<Run> queue = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private boolean ending;

  /**
   * @param work does what is submitted
   * @param kept replies that outlive this process
   */
  public Worker(WorkerSettings settings, Work work, KeptReplies kept, Clock clock) {
    this.settings = settings;
    this.work = work;
    this.kept = kept;
    this.clock = clock;
  }

  public WorkerSettings settings() {
    return settings;
  }

  /** Takes a submission whose memory is not counted. */
  Run submit(Submission submission) throws BadRequestException, RefusedException, StoreException {
    return submit(submission, MemoryBudget.none());
  }

  /**
   * Takes a submission, or finds the run of the same one.
   *
   * @param memory what the submission takes; stays taken only if a new run is returned, and then
   *     until its work has ended
   * @throws BadRequestException if it is never done here
   * @throws RefusedException if it is not taken now
   * @throws StoreException if it cannot be looked up whether it was answered before
   */
  public Run submit(Submission submission, MemoryBudget.Share memory)
      throws BadRequestException, RefusedException, StoreException {
    boolean taken = false;
    try {
      work.check(submission);
      Taken found = take(submission, memory);
      taken = found.isNew();
      return found.run();
    } finally {
      if (!taken) {
        memory.close();
      }
    }
  }

  /** A run, and whether there was none before. */
  private record Taken(Run run, boolean isNew) {}

  private Taken take(Submission submission, MemoryBudget.Share memory)
      throws RefusedException, StoreException {
    Optional<KeptReplies.Kept> before =
        submission instanceof Submission.OfProgram ? kept.find(submission.id()) : Optional.empty();
    boolean isWhole = before.isEmpty() || kept.isWhole(before.get());
    synchronized (this) {
      Run known = runs.get(submission.id());
      if (known != null && !isFault(known) && (isWhole || !known.state().isFinal())) {
        checkSame(known.fingerprint(), submission);
        return new Taken(known, false);
      }
      if (before.isPresent()) {
        checkSame(before.get().fingerprint(), submission);
        if (isWhole) {
          return new Taken(Run.ended(submission, before.get().reply(), clock.instant()), false);
        }
      }
      if (ending) {
        throw new RefusedException(
            RefusedException.Reason.ENDING, "This worker is ending; send it to another one.");
      }
      queue.removeIf(waiting -> waiting.state().isFinal());
      if (threads.size() >= settings.slots() && queue.size() >= settings.queue()) {
        throw new RefusedException(
            RefusedException.Reason.FULL,
            "The queue is full with " + settings.queue() + " submissions; send it again later.");
      }
      Run run = new Run(submission, memory, clock.instant());
      runs.putLast(submission.id(), run);
      queue.addLast(run);
      // Also where all slots are taken: what is sent and called off again must not pile up.
      forgetEnded();
      startNext();
      return new Taken(run, true);
    }
  }

  /** Gives free slots to who waits longest. */
  private synchronized void startNext() {
    while (threads.size() < settings.slots() && !queue.isEmpty()) {
      Run run = queue.removeFirst();
      Thread thread = Thread.ofVirtual().name("run-" + run.id()).unstarted(() -> work(run));
      if (run.begin(thread)) {
        threads.add(thread);
        thread.start();
      }
    }
  }

  private static boolean isFault(Run run) {
    return run.state() == RunState.CANCELLED
        || run.reply().filter(reply -> reply.has("fault")).isPresent();
  }

  private static void checkSame(String fingerprint, Submission submission) throws RefusedException {
    if (!fingerprint.equals(submission.fingerprint())) {
      throw new RefusedException(
          RefusedException.Reason.CONFLICT,
          submission.id()
              + " was sent before with another content; give the new one another name.");
    }
  }

  /** A run under way, or one that ended not long ago. */
  public synchronized Optional<Run> find(RunId id) {
    return Optional.ofNullable(runs.get(id));
  }

  /** The reply to a program that was sent in, also before this process began. */
  public Optional<ObjectNode> reply(RunId id) throws StoreException {
    Optional<ObjectNode> reply = find(id).flatMap(Run::reply);
    return reply.isPresent() ? reply : kept.find(id).map(KeptReplies.Kept::reply);
  }

  /** Calls a run off and stops what it has started; nothing happens to one that has ended. */
  public boolean cancel(RunId id) {
    Optional<Run> run = find(id);
    run.ifPresent(found -> {
      if (found.end(
          RunState.CANCELLED, Replies.ofCancelled(id, settings.name(), clock.instant()))) {
        log.info("{} was called off", id);
      }
      found.interrupt();
    });
    return run.isPresent();
  }

  /** Calls off the jobs that nobody has followed for long: who sent them is gone. */
  public void callOffAbandoned() {
    List<Run> all;
    synchronized (this) {
      all = List.copyOf(runs.values());
    }
    for (Run run : all) {
      if (run.isJob() && run.isAbandoned(clock.instant(), settings.patience())) {
        log.info("nobody follows {} any more", run.id());
        cancel(run.id());
      }
    }
  }

  /** How many runs are in a state, of those that have not ended. */
  public synchronized int count(RunState state) {
    return (int) runs.values().stream().filter(run -> run.state() == state).count();
  }

  /** How many ended with a result, or with an answer to a job. */
  public long done() {
    return done.get();
  }

  /** How many ended with a fault of the machine. */
  public long failed() {
    return failed.get();
  }

  /** What it does and has done, in a line. */
  public String summary() {
    return "%d running, %d queued, %d done, %d failed"
        .formatted(count(RunState.RUNNING), count(RunState.QUEUED), done(), failed());
  }

  /** Whether it takes nothing more. */
  public synchronized boolean isEnding() {
    return ending;
  }

  private void work(Run run) {
    try {
      ended(run, work.run(run.submission(), run::hear));
    } catch (InterruptedException e) {
      boolean _ =
          run.end(
              RunState.CANCELLED, Replies.ofCancelled(run.id(), settings.name(), clock.instant()));
    } catch (BadRequestException e) {
      boolean _ =
          run.end(
              RunState.ENDED,
              Replies.ofRefused(
                  run.id(), settings.name(), String.valueOf(e.getMessage()), clock.instant()));
    } catch (InfrastructureException e) {
      fault(run, Fault.of(e));
    } catch (RuntimeException | Error e) {
      log.error("{} met an error in Codecsmith itself", run.id(), e);
      fault(
          run,
          new Fault(
              "The worker "
                  + settings.name()
                  + " met an error in Codecsmith itself ("
                  + e
                  + "); its log has more.",
              true));
    } finally {
      run.forgetSubmission();
      forget(Thread.currentThread());
    }
  }

  private void ended(Run run, ObjectNode reply) throws InfrastructureException {
    if (!run.isJob()) {
      try {
        // Kept first: what was answered must be answered again after a kill.
        kept.keep(run.id(), new KeptReplies.Kept(run.fingerprint(), reply));
      } catch (StoreException e) {
        throw InfrastructureException.of(e);
      }
    }
    if (run.end(RunState.ENDED, reply)) {
      done.incrementAndGet();
    }
  }

  private void fault(Run run, Fault fault) {
    log.warn("{} failed by the machine: {}", run.id(), fault.message());
    if (run.end(
        RunState.ENDED, Replies.ofFault(run.id(), settings.name(), fault, clock.instant()))) {
      failed.incrementAndGet();
    }
  }

  private synchronized void forget(Thread thread) {
    threads.remove(thread);
    startNext();
    forgetEnded();
  }

  /** Keeps no more of what has ended than late followers need. */
  private void forgetEnded() {
    long ended = runs.values().stream().filter(run -> run.state().isFinal()).count();
    var each = runs.values().iterator();
    while (ended > ENDED_KEPT && each.hasNext()) {
      if (each.next().state().isFinal()) {
        each.remove();
        ended--;
      }
    }
  }

  /** Takes nothing more, calls off what waits or runs, and waits for its processes to end. */
  @Override
  public void close() {
    List<Thread> left;
    List<Run> all;
    synchronized (this) {
      ending = true;
      left = List.copyOf(threads);
      all = List.copyOf(runs.values());
    }
    all.stream().filter(run -> !run.state().isFinal()).forEach(run -> cancel(run.id()));
    for (Thread thread : left) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}

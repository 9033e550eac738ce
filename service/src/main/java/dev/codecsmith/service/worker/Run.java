package dev.codecsmith.service.worker;

import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.service.protocol.RunId;
import dev.codecsmith.service.protocol.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A submission on its way, with all that happened to it so far. Safe for all threads. */
public final class Run {
  private final RunId id;
  private final String fingerprint;
  private final boolean isJob;
  private final MemoryBudget.Share memory;

  /** Empty from its end on: programs take much memory, and ended runs are kept for a while. */
  private Optional<Submission> submission;

  private final Instant submitted;
  private final List<RunEvent> events = new ArrayList<>();
  private RunState state = RunState.QUEUED;
  private Optional<Heartbeat.Phase> phase = Optional.empty();
  private @Nullable Thread thread;
  private int followers;
  private Instant lastFollowed;

  /**
   * @param memory what the submission takes, given back with it
   */
  Run(Submission submission, MemoryBudget.Share memory, Instant now) {
    this.id = submission.id();
    this.fingerprint = submission.fingerprint();
    this.isJob = submission instanceof Submission.OfJob;
    this.submission = Optional.of(submission);
    this.memory = memory;
    this.submitted = now;
    this.lastFollowed = now;
  }

  /** A run that had ended before this process began. */
  static Run ended(Submission submission, ObjectNode reply, Instant now) {
    Run run = new Run(submission, MemoryBudget.none(), now);
    run.end(RunState.ENDED, reply);
    return run;
  }

  public RunId id() {
    return id;
  }

  /** A hash of what was submitted. */
  String fingerprint() {
    return fingerprint;
  }

  /** Whether it is a job of the evaluation contract, whose sender follows it. */
  boolean isJob() {
    return isJob;
  }

  /** When it was taken. */
  public Instant submitted() {
    return submitted;
  }

  public synchronized RunState state() {
    return state;
  }

  /** The phase of its program, once there is one. */
  public synchronized Optional<Heartbeat.Phase> phase() {
    return phase;
  }

  /** The reply; empty until the end. */
  public synchronized Optional<ObjectNode> reply() {
    return !events.isEmpty() && events.getLast() instanceof RunEvent.End end
        ? Optional.of(end.reply())
        : Optional.empty();
  }

  /**
   * What happened behind an event; waits for it, unless the run has ended.
   *
   * @param after the number of the last event known, 0 for none
   * @return empty where the time ran out, and where the end is known already
   */
  public synchronized List<RunEvent> await(int after, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (events.size() <= after && !state.isFinal()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return List.of();
      }
      wait(left);
    }
    return List.copyOf(events.subList(Math.clamp(after, 0, events.size()), events.size()));
  }

  /** Waits for the end. */
  public ObjectNode awaitReply() throws InterruptedException {
    Optional<ObjectNode> reply = reply();
    for (int known = 0; reply.isEmpty(); reply = reply()) {
      List<RunEvent> more = await(known, Duration.ofMinutes(1));
      known = more.isEmpty() ? known : more.getLast().number();
    }
    return reply.get();
  }

  /** Somebody follows it from now on. */
  public synchronized void followed() {
    followers++;
  }

  /** One who followed does not any more. */
  public synchronized void left(Instant now) {
    followers--;
    lastFollowed = now;
  }

  /** Whether nobody has followed it for longer than some time. */
  synchronized boolean isAbandoned(Instant now, Duration patience) {
    return followers == 0 && !state.isFinal() && lastFollowed.plus(patience).isBefore(now);
  }

  /**
   * Its work begins.
   *
   * @param in the thread that does it
   * @return false if it was called off before
   */
  synchronized boolean begin(Thread in) {
    if (state != RunState.QUEUED) {
      return false;
    }
    state = RunState.RUNNING;
    thread = in;
    return true;
  }

  /** What is to be done; known until the work has ended. */
  synchronized Submission submission() {
    return submission.orElseThrow();
  }

  /** Its work has ended, or never begins: what was submitted is not kept any longer. */
  synchronized void forgetSubmission() {
    submission = Optional.empty();
    memory.close();
  }

  synchronized void hear(Heartbeat heartbeat) {
    if (!state.isFinal()) {
      if (heartbeat instanceof Heartbeat.Phase next) {
        phase = Optional.of(next);
      }
      events.add(new RunEvent.Beat(events.size() + 1, heartbeat));
      notifyAll();
    }
  }

  /** Ends it, unless it has ended. */
  synchronized boolean end(RunState with, ObjectNode reply) {
    if (state.isFinal()) {
      return false;
    }
    state = with;
    if (thread == null) {
      forgetSubmission();
    }
    events.add(new RunEvent.End(events.size() + 1, reply));
    notifyAll();
    return true;
  }

  /** Stops the work; its thread ends what it has started. */
  synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}

package dev.codecsmith.service.client;

import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.failsafe.CircuitBreaker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An evaluator over a handful of workers. Each is asked for its health every few seconds; one that
 * does not answer twice is given up with all that it works on; one that says that it is not ready,
 * or loses a job, gets no more work until it is back. One that lost a job and was not gone since is
 * told to be up again only when it has done one, however well its health is. While there is none,
 * or none but such, jobs wait: nothing is spent and nothing fails. A job that is lost is told to be
 * ({@link JobLostException}), and whoever has it done sends it again.
 */
public final class WorkerPool implements Evaluator, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);

  private final List<Member> members;
  private final WorkerListener listener;

  /** Told of workers that come and go. */
  public interface WorkerListener {
    void up(URI worker, String about);

    void down(URI worker, String reason);

    /** No worker is there, and something waits for one. */
    void waiting();

    /**
     * Work waits that none of the workers is fit for; other work goes on. Only of a fleet: workers
     * by name refuse what they are not fit for.
     *
     * @param work in words
     * @param reason and what to do, in sentences
     */
    default void missing(String work, String reason) {}

    /** A worker is fit for that work, or none of it waits any more. */
    default void found(String work) {}
  }

  /** What the listener heard last of a worker. */
  private enum Told {
    NOTHING,
    UP,
    DOWN
  }

  /** What came of a job that a worker was given. */
  private enum Outcome {
    ANSWERED,
    LOST,

    /** Nothing that says whether it loses jobs: it was full, or the job was called off. */
    UNKNOWN
  }

  /** A worker and what is known of it. */
  private static final class Member {
    private final HttpEvaluator evaluator;
    private Optional<String> down = Optional.of("It was not asked yet.");
    private Told told = Told.NOTHING;

    /** What its last good health said of it. */
    private String about = "";

    /** Whether it lost a job and has done none since. */
    private boolean losing;

    private int running;
    private boolean full;

    /** Held while a change is told, so that two are told in the order in which they happened. */
    private final ReentrantLock telling = new ReentrantLock();

    /** One that says it is well and loses every job is given one only now and then. */
    private final CircuitBreaker<Object> losses =
        CircuitBreaker.builder().withFailureThreshold(3).withDelay(Duration.ofSeconds(30)).build();

    Member(HttpEvaluator evaluator) {
      this.evaluator = evaluator;
    }

    /** Whether it is there, as far as is known, and does what it is given. */
    private boolean isUp() {
      return down.isEmpty() && !losing;
    }

    private boolean isUsable() {
      return down.isEmpty() && !full && (!losses.isOpen() || losses.getRemainingDelay().isZero());
    }
  }

  private final List<WorkerProbe> probes = new ArrayList<>();

  /**
   * @param workers at least one
   * @param pace how often they are asked
   * @param listener told of what changes, from several threads
   */
  public WorkerPool(
      List<HttpEvaluator> workers,
      Optional<String> token,
      WorkerProbe.Pace pace,
      WorkerListener listener) {
    if (workers.isEmpty()) {
      throw new IllegalArgumentException("Name a worker.");
    }
    this.members = workers.stream().map(Member::new).toList();
    this.listener = listener;
    for (Member member : members) {
      probes.add(WorkerProbe.start(member.evaluator.address(), token, pace, hearing(member)));
    }
  }

  private WorkerProbe.Hearing hearing(Member member) {
    return new WorkerProbe.Hearing() {
      @Override
      public void up(String about) {
        WorkerPool.this.up(member, about);
      }

      @Override
      public void refusing(String reasons) {
        down(member, reasons);
      }

      @Override
      public void dead(String reason) {
        gone(member);
        down(member, reason);
        member.evaluator.cutOff();
      }
    };
  }

  private void up(Member member, String about) {
    member.telling.lock();
    try {
      synchronized (this) {
        member.full = false;
        member.about = about;
        member.down = Optional.empty();
        notifyAll();
        // Its health does not say whether it loses jobs: that is tried with the next one.
        if (member.told == Told.UP || member.losing) {
          return;
        }
        member.told = Told.UP;
      }
      log.info("the worker {} is up: {}", member.evaluator.address(), about);
      listener.up(member.evaluator.address(), about);
    } finally {
      member.telling.unlock();
    }
  }

  private void down(Member member, String reason) {
    member.telling.lock();
    try {
      synchronized (this) {
        if (member.down.isEmpty()) {
          // Who waited for a full worker waits for any from now on, and says so.
          notifyAll();
        }
        member.down = Optional.of(reason);
        if (member.told == Told.DOWN) {
          return;
        }
        member.told = Told.DOWN;
      }
      log.info("the worker {} is down: {}", member.evaluator.address(), reason);
      listener.down(member.evaluator.address(), reason);
    } finally {
      member.telling.unlock();
    }
  }

  /** Whatever comes back after this is another process, of which no job is known to be lost. */
  private synchronized void gone(Member member) {
    member.losing = false;
  }

  private void lost(Member member, String reason) {
    synchronized (this) {
      member.losing = true;
    }
    down(member, reason);
  }

  private void done(Member member) {
    String about;
    synchronized (this) {
      if (!member.losing) {
        return;
      }
      member.losing = false;
      if (member.down.isPresent()) {
        // It did the job and was found down since: its next good health says that it is back.
        return;
      }
      about = member.about;
    }
    up(member, about);
  }

  @Override
  public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    while (true) {
      Member member = take();
      Outcome outcome = Outcome.UNKNOWN;
      try {
        A answer = member.evaluator.run(job, heartbeats);
        outcome = Outcome.ANSWERED;
        done(member);
        return answer;
      } catch (JobLostException e) {
        outcome = Outcome.LOST;
        lost(member, String.valueOf(e.getMessage()));
        throw e;
      } catch (HttpEvaluator.FullException e) {
        synchronized (this) {
          // Until it is asked for its health the next time.
          member.full = true;
        }
      } catch (InfrastructureException e) {
        outcome = Outcome.ANSWERED;
        throw e;
      } finally {
        giveBack(member, outcome);
      }
    }
  }

  /** Waits until a worker can be given work. */
  @Override
  public void awaitReady() throws InterruptedException {
    await(() -> members.stream().filter(Member::isUsable).findFirst());
  }

  /** The worker that can be given work and has the least. */
  private Member take() throws InterruptedException {
    return await(() -> {
      Optional<Member> free =
          members.stream()
              .filter(Member::isUsable)
              .sorted(
                  Comparator.comparingInt((Member member) -> member.running)
                      // Else one that lost a job would wait for ever to show that it does them.
                      .thenComparing(member -> !member.losing))
              .filter(member -> member.losses.tryAcquirePermit())
              .findFirst();
      free.ifPresent(member -> member.running++);
      return free;
    });
  }

  private Member await(Supplier<Optional<Member>> wanted) throws InterruptedException {
    boolean told = false;
    while (true) {
      synchronized (this) {
        Optional<Member> found = wanted.get();
        if (found.isPresent()) {
          return found.get();
        }
        boolean someUp = members.stream().anyMatch(Member::isUp);
        if (someUp || told) {
          told &= !someUp;
          // Each good answer of a worker wakes who waits.
          wait();
          continue;
        }
      }
      told = true;
      listener.waiting();
    }
  }

  private synchronized void giveBack(Member member, Outcome outcome) {
    member.running--;
    switch (outcome) {
      case ANSWERED -> member.losses.recordSuccess();
      case LOST -> member.losses.recordFailure();
      case UNKNOWN -> {
        if (member.losses.isHalfOpen()) {
          // It was given one to show what it does with it, and has not shown it.
          member.losses.recordFailure();
        }
      }
    }
    notifyAll();
  }

  @Override
  public void close() {
    probes.forEach(WorkerProbe::close);
  }
}

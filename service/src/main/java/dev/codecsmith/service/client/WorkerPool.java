package dev.codecsmith.service.client;

import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.sandbox.InfrastructureException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An evaluator over a handful of workers. Each is asked for its health every few seconds; one that
 * does not answer twice, or loses a job, gets no more work until it is back, and what it was doing
 * goes to another one. While there is none, jobs wait: nothing is spent and nothing fails.
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
  }

  /** A worker and what is known of it. */
  private static final class Member {
    private final HttpEvaluator evaluator;
    private Optional<String> down = Optional.of("It was not asked yet.");
    private boolean asked;
    private int running;
    private boolean full;

    Member(HttpEvaluator evaluator) {
      this.evaluator = evaluator;
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
      probes.add(
          WorkerProbe.start(
              member.evaluator.address(),
              token,
              pace,
              about -> up(member, about),
              reason -> down(member, reason)));
    }
  }

  private void up(Member member, String about) {
    synchronized (this) {
      member.full = false;
      member.asked = true;
      notifyAll();
      if (member.down.isEmpty()) {
        return;
      }
      member.down = Optional.empty();
    }
    log.info("the worker {} is up: {}", member.evaluator.address(), about);
    listener.up(member.evaluator.address(), about);
  }

  private void down(Member member, String reason) {
    synchronized (this) {
      boolean known = member.asked && member.down.isPresent();
      member.asked = true;
      member.down = Optional.of(reason);
      if (known) {
        return;
      }
    }
    log.warn("the worker {} is down: {}", member.evaluator.address(), reason);
    listener.down(member.evaluator.address(), reason);
  }

  @Override
  public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    while (true) {
      Member member = take();
      try {
        return member.evaluator.run(job, heartbeats);
      } catch (WorkerLostException e) {
        down(member, String.valueOf(e.getMessage()));
      } catch (HttpEvaluator.FullException e) {
        synchronized (this) {
          // Until it is asked for its health the next time.
          member.full = true;
        }
      } finally {
        giveBack(member);
      }
    }
  }

  /** Waits until a worker can be given work. */
  @Override
  public void awaitReady() throws InterruptedException {
    giveBack(take());
  }

  private Member take() throws InterruptedException {
    boolean told = false;
    while (true) {
      synchronized (this) {
        Optional<Member> free =
            members.stream()
                .filter(member -> member.down.isEmpty() && !member.full)
                .min(Comparator.comparingInt(member -> member.running));
        if (free.isPresent()) {
          free.get().running++;
          return free.get();
        }
        if (told || members.stream().anyMatch(member -> member.down.isEmpty())) {
          wait();
          continue;
        }
      }
      told = true;
      listener.waiting();
    }
  }

  private synchronized void giveBack(Member member) {
    member.running--;
    notifyAll();
  }

  @Override
  public void close() {
    probes.forEach(WorkerProbe::close);
  }
}

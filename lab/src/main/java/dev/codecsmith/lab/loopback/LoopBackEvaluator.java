package dev.codecsmith.lab.loopback;

import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Hands every job to an evaluator that sees nothing of it but JSON, and an artifact store of its
 * own.
 */
public final class LoopBackEvaluator implements Evaluator {
  private final ArtifactTransfer transfer;
  private final Evaluator worker;

  /**
   * @param transfer between the caller's store and the worker's
   * @param worker does the jobs, with nothing but its own store
   */
  public LoopBackEvaluator(ArtifactTransfer transfer, Evaluator worker) {
    this.transfer = transfer;
    this.worker = worker;
  }

  @Override
  public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    Job<?> sent = through(job, Job.class);
    try {
      transfer.send(sent);
      Answer answer = through(workers(sent, heartbeats), Answer.class);
      transfer.receive(answer);
      return job.answer().cast(answer);
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private <A extends Answer> A workers(Job<A> job, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException {
    Ending ending = new Ending();
    try {
      return worker.run(job, heartbeat -> hear(heartbeat, heartbeats, ending));
    } catch (InfrastructureException fault) {
      // What the caller itself threw has not travelled.
      throw fault.equals(ending.thrown) ? fault : through(Fault.of(fault), Fault.class).exception();
    }
  }

  /** What the caller's heartbeats ended the job with. */
  private static final class Ending {
    private volatile @Nullable InfrastructureException thrown;
  }

  private void hear(Heartbeat heartbeat, Heartbeats heartbeats, Ending ending)
      throws InfrastructureException {
    Heartbeat received = through(heartbeat, Heartbeat.class);
    try {
      transfer.receive(received);
      heartbeats.hear(received);
    } catch (InfrastructureException fault) {
      ending.thrown = fault;
      throw fault;
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private static <T> T through(Object value, Class<T> type) {
    return Json.read(Json.write(value), type);
  }
}

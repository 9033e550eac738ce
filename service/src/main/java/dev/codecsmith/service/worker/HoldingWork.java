package dev.codecsmith.service.worker;

import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.Submission;
import dev.codecsmith.store.cache.ArtifactCache;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Has work done, and meanwhile keeps in the cache what it needs. */
public final class HoldingWork implements Work {
  private final Work work;
  private final ArtifactCache cache;

  public HoldingWork(Work work, ArtifactCache cache) {
    this.work = work;
    this.cache = cache;
  }

  @Override
  public void check(Submission submission) throws BadRequestException {
    work.check(submission);
  }

  @Override
  public ObjectNode run(Submission submission, Heartbeats heartbeats)
      throws InfrastructureException, BadRequestException, InterruptedException {
    try (ArtifactCache.Hold _ = cache.hold(needed(submission))) {
      return work.run(submission, heartbeats);
    }
  }

  /** A program that is sent in names no artifact: its clips are the worker's own. */
  private static Set<String> needed(Submission submission) {
    Set<String> all = new HashSet<>();
    if (submission instanceof Submission.OfJob(_, _, Job<?> job)) {
      all.addAll(job.artifacts());
      job.settings().clips().stream().map(ClipReference::sha256).forEach(all::add);
    }
    return all;
  }
}

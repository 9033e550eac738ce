package dev.codecsmith.evolve.campaign;

import dev.codecsmith.evolve.history.ExperimentCache;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.lifecycle.ExperimentDeletion;
import dev.codecsmith.store.lifecycle.ExperimentIds;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.lifecycle.LostEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Enters a campaign's candidates into the store, and finds those of earlier runs there. */
final class CampaignEntries {
  private final CampaignSettings settings;
  private final CampaignTools tools;
  private final ExperimentCache experiments;
  private final ExperimentLifecycle lifecycle;
  private final RunBeginning beginning;

  /** An experiment that is in the store, with its program. */
  record Entry(ExperimentRecord record, Program program) {}

  CampaignEntries(CampaignSettings settings, CampaignTools tools, ExperimentCache experiments) {
    this.settings = settings;
    this.tools = tools;
    this.experiments = experiments;
    this.lifecycle = new ExperimentLifecycle(tools.store(), tools.pace().clock(), tools.events());
    this.beginning = new RunBeginning(settings, tools);
  }

  /** Stores the campaign unless it is there, and says and tells what is there of it. */
  StoredIterations open() throws InfrastructureException {
    try {
      tools.store().putCampaignIfAbsent(settings.record(tools.pace().clock().instant()));
      beginning.begun();
      ExperimentDeletion.finish(tools.store());
      LostEvents lost = new LostEvents(tools.store(), settings.id(), tools.events());
      AtomicInteger last = new AtomicInteger();
      AtomicInteger finished = new AtomicInteger();
      tools
          .store()
          .forEachLine(
              settings.id(),
              line -> {
                lost.see(line);
                last.set(line.iteration());
                if (line.status().isFinal() && line.iteration() <= settings.iterations()) {
                  finished.incrementAndGet();
                }
              });
      lost.end();
      beginning.continued(last.get(), finished.get());
      return new StoredIterations(tools.store(), settings.id(), last.get());
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** Goes on with an experiment of an earlier run; one that did not end is taken over. */
  Entry continued(String id) throws InfrastructureException {
    try {
      ExperimentRecord record =
          tools
              .store()
              .find(id)
              .orElseThrow(() ->
                  new StoreException(
                      "The experiment "
                          + id
                          + " was deleted while its campaign was read; run the campaign again."));
      Entry entry = new Entry(record, experiments.program(record));
      if (record.status().isFinal()) {
        return entry;
      }
      ExperimentRecord mine =
          lifecycle
              .takeOver(record, Lease.of(tools.owner()))
              .orElseThrow(() ->
                  new StoreException(
                      "The experiment " + id + " changed while it was taken over; run again."));
      return new Entry(mine, entry.program());
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** Stores a candidate with its record, queued. */
  Entry enter(int iteration, Candidate candidate) throws InfrastructureException {
    try {
      Map<String, String> roles = new HashMap<>();
      roles.put(
          ProgramReference.ROLE,
          ProgramReference.store(tools.artifacts(), candidate.program()).artifact());
      putText(roles, "prompt", candidate.prompt());
      putText(roles, "reply", candidate.reply());
      String programSha256 = candidate.program().sha256();
      ExperimentRecord record =
          ExperimentLifecycle.queued(
              ExperimentIds.of(settings.id(), iteration, programSha256),
              settings.id(),
              iteration,
              tools.owner(),
              new CandidateRecord(
                  candidate.name(),
                  candidate.program().language(),
                  programSha256,
                  candidate.proposer(),
                  candidate.parents(),
                  candidate.reasoning(),
                  roles),
              tools.pace().clock().instant());
      ExperimentRecord first =
          candidate.fault().map(fault -> endedBy(fault, record)).orElse(record);
      ExperimentRecord stored = lifecycle.enter(first) ? first : ours(first);
      experiments.put(stored, candidate.program());
      return new Entry(stored, candidate.program());
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /**
   * The record that is stored under an id, if this process has stored it: an attempt before this
   * one may have done so and not have seen that it had, as when the disk failed right behind the
   * commit.
   */
  private ExperimentRecord ours(ExperimentRecord created) throws StoreException {
    ExperimentRecord ours =
        tools
            .store()
            .find(created.id())
            .filter(stored -> stored.owner().equals(tools.owner()))
            .orElseThrow(() ->
                new StoreException(
                    "Another process writes the campaign "
                        + settings.id()
                        + " at the same time: it has stored "
                        + created.id()
                        + ". Let one of them end, then run this command again."));
    lifecycle.tell(ours);
    return ours;
  }

  /** The record of a candidate that has no program to run. */
  private ExperimentRecord endedBy(Failure fault, ExperimentRecord record) {
    return ExperimentLifecycle.endedAtOnce(
        record,
        ExperimentResultBuilder.builder(ExperimentResult.NONE).failure(Optional.of(fault)).build(),
        tools.pace().clock().instant());
  }

  private void putText(Map<String, String> roles, String role, String text) throws StoreException {
    if (!text.isEmpty()) {
      roles.put(role, tools.artifacts().put(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}

package dev.codecsmith.store.experiments;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.EventLog;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Experiment records, campaigns and events. What a method acknowledged by returning survives {@code
 * kill -9} and a power cut.
 *
 * <p>Each write is of one record and conditional on what it replaces; none needs a transaction over
 * several, so that a table in the cloud can keep this contract as well as a file. A change and its
 * event are two writes: {@link dev.codecsmith.store.lifecycle.ExperimentLifecycle} makes both, and
 * {@link dev.codecsmith.store.lifecycle.LostEvents} makes up for an event that was lost in between.
 *
 * <p>All methods are safe for all threads. Lists come in pages; what is created meanwhile behind
 * the page shows in a later one, what is deleted meanwhile may still.
 */
public interface ExperimentStore extends EventLog, MeasuredPoints, CampaignLeases, AutoCloseable {
  /** As many as are read at a time where a method visits all. */
  int PAGE = 500;

  /** What is done with each element of a list. */
  @FunctionalInterface
  interface Visitor<T> {
    void visit(T element) throws IOException;
  }

  /** Stores the campaign unless its id is known; returns the stored one. */
  CampaignRecord putCampaignIfAbsent(CampaignRecord campaign) throws StoreException;

  /**
   * Campaigns in the order in which they were stored.
   *
   * @param from {@link Page#FIRST}, or a page's next
   * @param limit at most so many, at least 1
   */
  Page<CampaignRecord> campaigns(String from, int limit) throws StoreException;

  /** Visits all campaigns in the order in which they were stored. */
  default void forEachCampaign(Visitor<CampaignRecord> visitor) throws IOException {
    Optional<String> from = Optional.of(Page.FIRST);
    while (from.isPresent()) {
      Page<CampaignRecord> page = campaigns(from.get(), PAGE);
      for (CampaignRecord campaign : page.items()) {
        visitor.visit(campaign);
      }
      from = page.next();
    }
  }

  Optional<CampaignRecord> findCampaign(String id) throws StoreException;

  /** Campaigns whose ids begin with a text, in the order of their ids, at most {@code limit}. */
  List<CampaignRecord> campaignsStartingWith(String prefix, int limit) throws StoreException;

  /**
   * Stores a new record.
   *
   * @return false, and nothing changed, if the id exists
   * @throws StoreException also if the campaign is not stored, or has another experiment of the
   *     same iteration
   */
  boolean create(ExperimentRecord experiment) throws StoreException;

  /**
   * Replaces the record by its next version.
   *
   * @param experiment its version is one more than that of the record it replaces
   * @return false, and nothing changed, if the stored record is final, has another owner or another
   *     version, or is gone
   * @throws IllegalArgumentException if the stored record is of another campaign or iteration
   */
  boolean update(ExperimentRecord experiment) throws StoreException;

  /**
   * Gives a record that is not final to another owner, who begins anew: it is queued, and its
   * version rises. Only for who knows that the present owner is dead: who holds the lock of its
   * data folder, or its campaign's lease.
   *
   * @param expected the lease that the caller saw
   * @return the record as it is now; empty, and nothing changed, if it is final, gone, or of
   *     another lease
   */
  Optional<ExperimentRecord> takeOver(String id, Lease expected, Lease wanted, Instant now)
      throws StoreException;

  Optional<ExperimentRecord> find(String id) throws StoreException;

  /** The line of an experiment, also where the record itself is damaged. */
  Optional<ExperimentSummary> summary(String id) throws StoreException;

  /**
   * Ids that begin with a text, in the order of their characters, at most {@code limit}. None is
   * read beside those.
   */
  List<String> idsStartingWith(String prefix, int limit) throws StoreException;

  /** The highest iteration of a campaign's experiments; 0 if there is none. */
  int lastIteration(String campaignId) throws StoreException;

  /**
   * The id of the first experiment by iteration, of the same campaign and of another program, that
   * measured the same clips at the same qualities and gave the same bitstreams; empty also where
   * the experiment has no point. The experiment itself need not be stored.
   */
  Optional<String> withSameBitstreams(ExperimentRecord experiment) throws StoreException;

  /**
   * The lines of a campaign's experiments with an iteration above {@code afterIteration}, by
   * iteration, at most {@code limit}.
   */
  List<ExperimentSummary> summaries(String campaignId, int afterIteration, int limit)
      throws StoreException;

  /**
   * A page of a list of a campaign's experiments.
   *
   * @param skip how many of the list are left out
   * @param limit at most so many behind them
   */
  default List<ExperimentSummary> list(
      String campaignId, ExperimentFilter filter, int skip, int limit) throws StoreException {
    // The best so far, so that not all that match are in memory.
    PriorityQueue<ExperimentSummary> first = new PriorityQueue<>(filter.comparator().reversed());
    forEachMatching(
        campaignId,
        filter,
        line -> {
          first.add(line);
          if (first.size() > skip + limit) {
            first.remove();
          }
        });
    List<ExperimentSummary> ordered = new ArrayList<>(first);
    ordered.sort(filter.comparator());
    return List.copyOf(ordered.subList(Math.min(skip, ordered.size()), ordered.size()));
  }

  /** How many experiments a list has. */
  default int count(String campaignId, ExperimentFilter filter) throws StoreException {
    AtomicInteger count = new AtomicInteger();
    forEachMatching(campaignId, filter, _ -> count.incrementAndGet());
    return count.get();
  }

  /** How many of a campaign's experiments failed in each way; one in which none did is absent. */
  default Map<FailureKind, Integer> failures(String campaignId) throws StoreException {
    Map<FailureKind, Integer> kinds = new EnumMap<>(FailureKind.class);
    forEachMatching(
        campaignId,
        ExperimentFilter.newest(Set.of(ExperimentStatus.FAILED)),
        line ->
            line.result().failure().ifPresent(each -> kinds.merge(each.kind(), 1, Integer::sum)));
    return kinds;
  }

  private void forEachMatching(
      String campaignId, ExperimentFilter filter, Consumer<ExperimentSummary> told)
      throws StoreException {
    int after = Integer.MIN_VALUE;
    List<ExperimentSummary> lines;
    do {
      lines = summaries(campaignId, after, PAGE);
      for (ExperimentSummary line : lines) {
        after = line.iteration();
        if (filter.matches(line)) {
          told.accept(line);
        }
      }
    } while (lines.size() == PAGE);
  }

  /** The lines of a campaign's experiments with a score, best first, at most {@code limit}. */
  default List<ExperimentSummary> best(String campaignId, int limit) throws StoreException {
    return best(campaignId, Integer.MAX_VALUE, limit);
  }

  /** The same of the experiments up to an iteration, that one included. */
  List<ExperimentSummary> best(String campaignId, int lastIteration, int limit)
      throws StoreException;

  /**
   * How many of a campaign's experiments are in each status; a status without one is absent. No
   * record is read for it.
   */
  Map<ExperimentStatus, Integer> counts(String campaignId) throws StoreException;

  /**
   * Visits the lines of a campaign's experiments by iteration, with a page of them in memory at a
   * time.
   */
  default void forEachLine(String campaignId, Visitor<ExperimentSummary> visitor)
      throws IOException {
    int after = Integer.MIN_VALUE;
    List<ExperimentSummary> lines;
    do {
      lines = summaries(campaignId, after, PAGE);
      for (ExperimentSummary line : lines) {
        visitor.visit(line);
        after = line.iteration();
      }
    } while (lines.size() == PAGE);
  }

  /**
   * Visits a campaign's experiments by iteration, with one record in memory at a time. One that is
   * deleted meanwhile is not visited.
   */
  default void forEach(String campaignId, Visitor<ExperimentRecord> visitor) throws IOException {
    forEachLine(
        campaignId,
        line -> {
          Optional<ExperimentRecord> experiment = find(line.id());
          if (experiment.isPresent()) {
            visitor.visit(experiment.get());
          }
        });
  }

  /**
   * Deletes records, each by itself; a kill may leave some. Returns how many there were.
   *
   * @param ids no more than a page
   */
  int delete(List<String> ids) throws StoreException;

  /** A value kept under a key, such as an anchor's curve, as JSON. */
  Optional<String> cached(String key) throws StoreException;

  /** Keeps a value in place of an earlier one. */
  void cache(String key, String valueJson) throws StoreException;

  /**
   * Visits every text of 64 lower-case hex digits that stands anywhere in a record, a campaign, a
   * cached value or an event: a superset of the artifacts that must be kept. One that stands in
   * several places comes as often.
   */
  void forEachMentionedHash(Visitor<String> visitor) throws IOException;

  @Override
  void close();
}

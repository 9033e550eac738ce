package dev.codecsmith.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Experiment records, campaigns and events. What a method acknowledged by returning survives {@code
 * kill -9} and a power cut; what it did not acknowledge is either there as a whole or not at all.
 *
 * <p>Each change and its event are one transaction, and events are numbered in the order of the
 * commits, so whoever follows the log sees every change once and in order. All methods are safe for
 * all threads.
 */
public interface ExperimentStore extends AutoCloseable {

  /** What is done with each experiment of a campaign. */
  @FunctionalInterface
  interface Visitor {
    void visit(ExperimentRecord experiment) throws IOException;
  }

  /** What is done with the line of each experiment of a campaign. */
  @FunctionalInterface
  interface LineVisitor {
    void visit(ExperimentSummary line) throws IOException;
  }

  /**
   * Stores the campaign, with the event {@code campaign.created}, unless its id is known; returns
   * the stored one.
   */
  CampaignRecord putCampaignIfAbsent(CampaignRecord campaign) throws StoreException;

  /** All campaigns in the order in which they were stored. */
  List<CampaignRecord> campaigns() throws StoreException;

  Optional<CampaignRecord> findCampaign(String id) throws StoreException;

  /**
   * Stores a new record and its event in one transaction; false if the id exists.
   *
   * @throws StoreException also if the campaign is not stored, or has another experiment of the
   *     same iteration
   */
  default boolean create(ExperimentRecord experiment) throws StoreException {
    return create(experiment, List.of());
  }

  /**
   * As {@link #create(ExperimentRecord)}.
   *
   * @param flags what a person should look at, which the event tells beside the record's own
   *     warnings; they are no part of the record
   */
  boolean create(ExperimentRecord experiment, List<String> flags) throws StoreException;

  /**
   * Replaces the record and appends its event in one transaction.
   *
   * @return false, and nothing changed, if the stored record is final, has another owner, or is
   *     gone
   * @throws IllegalArgumentException if the stored record is of another campaign or iteration
   */
  default boolean update(ExperimentRecord experiment) throws StoreException {
    return update(experiment, List.of());
  }

  /**
   * As {@link #update(ExperimentRecord)}.
   *
   * @param flags as in {@link #create(ExperimentRecord, List)}
   */
  boolean update(ExperimentRecord experiment, List<String> flags) throws StoreException;

  /**
   * Makes {@code newOwner} the owner of a record that is not final, with the event {@code
   * experiment.taken-over}; false if it is final or gone. Only for who knows that the present owner
   * is dead.
   */
  boolean takeOver(String id, String newOwner) throws StoreException;

  Optional<ExperimentRecord> find(String id) throws StoreException;

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

  /** The lines of a campaign's experiments with a score, best first, at most {@code limit}. */
  default List<ExperimentSummary> best(String campaignId, int limit) throws StoreException {
    return best(campaignId, Integer.MAX_VALUE, limit);
  }

  /** The same of the experiments up to an iteration, that one included. */
  List<ExperimentSummary> best(String campaignId, int lastIteration, int limit)
      throws StoreException;

  /** How many of a campaign's experiments are in each status; a status without one is absent. */
  Map<ExperimentStatus, Integer> counts(String campaignId) throws StoreException;

  /**
   * Visits the lines of a campaign's experiments by iteration, with a page of them in memory at a
   * time. One that is created meanwhile is visited too, one that is deleted meanwhile may be.
   */
  default void forEachLine(String campaignId, LineVisitor visitor) throws IOException {
    int page = 500;
    int after = Integer.MIN_VALUE;
    List<ExperimentSummary> lines;
    do {
      lines = summaries(campaignId, after, page);
      for (ExperimentSummary line : lines) {
        visitor.visit(line);
        after = line.iteration();
      }
    } while (lines.size() == page);
  }

  /**
   * Visits a campaign's experiments by iteration, with one record in memory at a time. One that is
   * created meanwhile is visited too, one that is deleted meanwhile is not.
   */
  default void forEach(String campaignId, Visitor visitor) throws IOException {
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
   * Deletes records, each with the event {@code experiment.deleted}; events stay. Returns how many
   * records there were.
   */
  int delete(List<String> ids) throws StoreException;

  /** Appends an event, whose own sequence is ignored; returns its sequence. */
  long append(Event event) throws StoreException;

  /** Events with a sequence above {@code after}, oldest first, at most {@code limit}. */
  List<Event> events(long after, int limit) throws StoreException;

  /** A value kept under a key, such as a measured anchor. */
  Optional<String> cached(String key) throws StoreException;

  /** Keeps a value under a key, in place of the one before. */
  void cache(String key, String valueJson) throws StoreException;

  /**
   * A rate point that was measured before, exactly as it was.
   *
   * @param key says of what and under which conditions
   */
  Optional<RatePoint> measuredPoint(String key) throws StoreException;

  /**
   * The rate points of a program that were measured before, exactly as they were, by key; there are
   * few of one program.
   */
  Map<String, RatePoint> measuredPoints(String programSha256) throws StoreException;

  /**
   * Remembers rate points under their keys, in place of those before, in one transaction. They are
   * forgotten with any experiment of that program that is deleted, and keep no artifact alive.
   *
   * @param programSha256 whose they are
   */
  void keepMeasuredPoints(String programSha256, Map<String, RatePoint> points)
      throws StoreException;

  /** Forgets all rate points of a program. */
  void forgetMeasuredPoints(String programSha256) throws StoreException;

  /**
   * Every text of 64 lower-case hex digits that stands anywhere in a record, a campaign, a cached
   * value or an event: a superset of the artifacts that must be kept.
   */
  Set<String> mentionedHashes() throws StoreException;

  @Override
  void close();
}

package dev.codecsmith.store;

import java.util.List;
import java.util.Optional;

/**
 * Experiment records, campaigns and events. What a method acknowledged survives {@code kill -9}.
 */
public interface ExperimentStore extends AutoCloseable {

  /** Stores the campaign unless its id is known; returns the stored one. */
  CampaignRecord putCampaignIfAbsent(CampaignRecord campaign) throws StoreException;

  List<CampaignRecord> campaigns() throws StoreException;

  Optional<CampaignRecord> findCampaign(String id) throws StoreException;

  /** Stores a new record and its event in one transaction; false if the id exists. */
  boolean create(ExperimentRecord experiment) throws StoreException;

  /**
   * Replaces the record and appends its event in one transaction.
   *
   * @return false, and nothing changed, if the stored record is final or has another owner
   */
  boolean update(ExperimentRecord experiment) throws StoreException;

  /**
   * Makes {@code newOwner} the owner of a record that is not final; false if it is final or gone.
   */
  boolean takeOver(String id, String newOwner) throws StoreException;

  Optional<ExperimentRecord> find(String id) throws StoreException;

  /** All experiments of a campaign by iteration. */
  List<ExperimentRecord> experiments(String campaignId) throws StoreException;

  /** All experiments of all campaigns, by campaign and iteration. */
  List<ExperimentRecord> experiments() throws StoreException;

  /** Deletes records (not their events); returns how many there were. */
  int delete(List<String> ids) throws StoreException;

  /** Events with a sequence above {@code after}, oldest first, at most {@code limit}. */
  List<Event> events(long after, int limit) throws StoreException;

  /** A value kept under a key, such as a measured anchor. */
  Optional<String> cached(String key) throws StoreException;

  void cache(String key, String valueJson) throws StoreException;

  @Override
  void close();
}

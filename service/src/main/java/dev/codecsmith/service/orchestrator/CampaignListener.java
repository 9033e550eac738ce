package dev.codecsmith.service.orchestrator;

/** Hears what a person may have to know of an orchestrator's campaigns, and does not wait. */
public interface CampaignListener {
  /**
   * A campaign cannot go on: it has failed, or was tried in vain several times.
   *
   * @param sentence why, and what happens now
   */
  void fault(String id, String sentence);

  /** That is over, or never was: it is to go on, has stopped or is finished. */
  void faultOver(String id);

  /** No campaign runs and none waits. */
  void idle();
}

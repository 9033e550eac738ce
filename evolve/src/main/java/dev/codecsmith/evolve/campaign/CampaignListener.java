package dev.codecsmith.evolve.campaign;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import java.time.Duration;

/** Told how a campaign goes on; called from several threads. */
public interface CampaignListener {

  /** {@code done} of {@code total} anchor curves are measured. */
  void anchors(int done, int total);

  /** How many of the iterations asked for earlier runs of this campaign finished. */
  void continued(int finished);

  /** An experiment was queued, or moved on within a phase: {@code done} of {@code total} runs. */
  void progress(ExperimentRecord experiment, ExperimentStatus phase, int done, int total);

  /** The infrastructure failed; the same work is tried again after the pause. */
  void retry(String what, String reason, Duration pause);

  /** No proposer has anything left to propose; the campaign ends before its last iteration. */
  void exhausted(int iteration);

  /** A proposer ends the campaign before this iteration, for a reason given as a sentence. */
  void stopped(int iteration, String reason);
}

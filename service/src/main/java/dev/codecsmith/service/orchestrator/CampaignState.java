package dev.codecsmith.service.orchestrator;

import java.util.Locale;

/** Where a campaign stands with the orchestrator. */
public enum CampaignState {
  /** Those before it are not done. */
  WAITING,
  RUNNING,
  /** It runs, and was asked to stop. */
  STOPPING,
  /** It ended before its last iteration, and can go on. */
  STOPPED,
  /** All its iterations are done. */
  FINISHED,
  /** Something only a person can mend keeps it from going on; it can be asked to. */
  FAILED;

  /** Whether nothing more happens to it by itself. */
  public boolean hasEnded() {
    return this == STOPPED || this == FINISHED || this == FAILED;
  }

  /** In lower case, as APIs show it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

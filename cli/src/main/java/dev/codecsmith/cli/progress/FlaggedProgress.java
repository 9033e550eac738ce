package dev.codecsmith.cli.progress;

import dev.codecsmith.evolve.campaign.CampaignListener;
import dev.codecsmith.lab.scoring.Flags;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.StoreException;
import java.time.Duration;

/** Shows experiments that end with the flags that were raised about them. */
public record FlaggedProgress(CampaignProgress progress, Flags flags) implements CampaignListener {

  @Override
  public void progress(ExperimentRecord experiment, ExperimentStatus phase, int done, int total) {
    progress.progress(phase.isFinal() ? flagged(experiment) : experiment, phase, done, total);
  }

  private ExperimentRecord flagged(ExperimentRecord experiment) {
    try {
      return flags.on(experiment);
    } catch (StoreException e) {
      progress.said(
          "Whether " + experiment.id() + " deserves a second look is not known: " + e.getMessage());
      return experiment;
    }
  }

  @Override
  public void anchors(int done, int total) {
    progress.anchors(done, total);
  }

  @Override
  public void continued(int finished) {
    progress.continued(finished);
  }

  @Override
  public void retry(String what, String reason, Duration pause) {
    progress.retry(what, reason, pause);
  }

  @Override
  public void exhausted(int iteration) {
    progress.exhausted(iteration);
  }

  @Override
  public void stopped(int iteration, String reason) {
    progress.stopped(iteration, reason);
  }
}

package dev.codecsmith.evolve.campaign;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import java.time.Duration;

/** A listener that looks away. */
class QuietListener implements CampaignListener {
  @Override
  public void anchors(int done, int total) {}

  @Override
  public void continued(int finished) {}

  @Override
  public void progress(ExperimentRecord experiment, ExperimentStatus phase, int done, int total) {}

  @Override
  public void retry(String what, String reason, Duration pause) {}

  @Override
  public void exhausted(int iteration) {}

  @Override
  public void stopped(int iteration, String reason) {}
}

package dev.codecsmith.lab.experiment;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.CampaignEvent.ExperimentProgress;
import java.util.List;
import java.util.stream.Stream;

/** What is told of an experiment: little, since whoever wants more reads its record. */
public final class ExperimentEvents {
  private ExperimentEvents() {}

  /** That its candidate was proposed. */
  public static CandidateProposed proposed(ExperimentRecord experiment) {
    return new CandidateProposed(
        experiment.id(),
        experiment.iteration(),
        experiment.candidate().name(),
        experiment.candidate().proposer(),
        experiment.candidate().parents());
  }

  /** That it entered a phase. */
  public static ExperimentPhase phase(ExperimentRecord experiment, ExperimentStatus phase) {
    return new ExperimentPhase(
        experiment.id(), experiment.iteration(), experiment.candidate().name(), phase, "", "");
  }

  /** That so many runs of a phase have ended. */
  public static ExperimentProgress progress(
      ExperimentRecord experiment, ExperimentStatus phase, int done, int total) {
    return new ExperimentProgress(experiment.id(), experiment.iteration(), phase, done, total);
  }

  /**
   * How it ended.
   *
   * @param flags what a person should look at beside the record's own warnings
   */
  public static ExperimentEnded ended(ExperimentRecord experiment, List<String> flags) {
    return new ExperimentEnded(
        experiment.id(),
        experiment.iteration(),
        experiment.candidate().name(),
        experiment.score(),
        experiment.failure().map(Failure::kind),
        experiment.failure().map(Failure::phase).orElse(experiment.status()),
        experiment.failure().map(failure -> firstLine(failure.message())).orElse(""),
        Stream.concat(experiment.warnings().stream(), flags.stream()).toList());
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}

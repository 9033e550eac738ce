package dev.codecsmith.service.protocol;

import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.sandbox.program.Program;
import java.util.List;
import java.util.Optional;

/** What a worker is asked to do. */
public sealed interface Submission {

  /** Names it; the same name is the same work. */
  RunId id();

  /** A hash of all of it, so that two that have one name can be told apart. */
  String fingerprint();

  /** A job of the evaluation contract, all by hash. */
  record OfJob(RunId id, String fingerprint, Job<?> job) implements Submission {}

  /**
   * A program, to be measured on clips that the worker has.
   *
   * @param clips names or hashes of the worker's clips; empty for all of them
   * @param qualities the rate points; empty for the worker's
   * @param limits what the program may use; empty for the usual
   */
  record OfProgram(
      RunId id,
      String fingerprint,
      Program program,
      List<String> clips,
      Optional<Qualities> qualities,
      Optional<CodingLimits> limits)
      implements Submission {
    public OfProgram {
      clips = List.copyOf(clips);
    }
  }
}

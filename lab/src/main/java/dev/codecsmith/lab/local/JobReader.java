package dev.codecsmith.lab.local;

import dev.codecsmith.lab.evaluation.Devices;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.PreparedProgram.Preparation;
import dev.codecsmith.lab.local.ProgramEvaluation.Raced;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/** Reads what jobs name by hash. Safe for all threads. */
final class JobReader {
  private static final int CURVES_KEPT = 16;

  /** Ten times the curves of 40 clips and 5 anchors. */
  private static final int MOST_LIST_BYTES = 32 << 20;

  private static final int MOST_LIST_TOKENS = 2_000_000;

  private final String worker;
  private final EvaluatorParts parts;

  /** The curves in an artifact, by its hash; a few, since campaigns come one after the other. */
  private final Map<String, List<ClipCurve>> curves = new ConcurrentHashMap<>();

  JobReader(String worker, EvaluatorParts parts) {
    this.worker = worker;
    this.parts = parts;
  }

  /**
   * The fault, unless it is that a file was closed under an interrupted thread, or that a run was
   * stopped as this process ends: then nothing has failed, and nobody shall try again here.
   */
  static InfrastructureException faultUnlessStopped(InfrastructureException fault)
      throws InterruptedException {
    if (!Thread.interrupted() && !LiveRuns.areEnding()) {
      return fault;
    }
    InterruptedException stopped = new InterruptedException(fault.getMessage());
    stopped.initCause(fault);
    throw stopped;
  }

  /** The program that a job names, and how it is measured. */
  Preparation preparation(Job<?> job, ProgramReference program) throws InfrastructureException {
    return preparation(job, program, allClips(job));
  }

  /** The same with some clips at hand. */
  Preparation preparation(Job<?> job, ProgramReference program, Set<String> clips)
      throws InfrastructureException {
    try {
      Program read = program.read(parts.artifacts());
      if (!read.sha256().equals(program.sha256())) {
        throw InfrastructureException.lasting(
            "The job "
                + job.attempt()
                + " names the program "
                + program.sha256()
                + ", but its artifact holds "
                + read.sha256()
                + ".");
      }
      return new Preparation(job.attempt(), read, settings(job, clips));
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** The job's settings, with clips of which each is what the job says of it. */
  EvaluationSettings settings(Job<?> job) throws InfrastructureException {
    return settings(job, allClips(job));
  }

  /** Fetches the clips that are not on this machine yet, and tells of each. */
  void fetch(Job<?> job, Heartbeats heartbeats) throws InfrastructureException {
    fetch(job, allClips(job), heartbeats);
  }

  /** The same with some of them. */
  void fetch(Job<?> job, Set<String> clips, Heartbeats heartbeats) throws InfrastructureException {
    List<ClipReference> away =
        job.settings().clips().stream()
            .filter(clip -> clips.contains(clip.sha256()) && !parts.clips().isAtHand(clip))
            .toList();
    for (int done = 0; done < away.size(); done++) {
      heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.FETCHING, done, away.size()));
      var _ = parts.clips().find(away.get(done));
    }
    if (!away.isEmpty()) {
      heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.FETCHING, away.size(), away.size()));
    }
  }

  private static Set<String> allClips(Job<?> job) {
    return job.settings().clips().stream()
        .map(ClipReference::sha256)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The job's settings, of whose clips only some are at hand. The others' files are none. Limits on
   * CPU time are those of this machine.
   *
   * @param clips the hashes of those that are needed
   */
  EvaluationSettings settings(Job<?> job, Set<String> clips) throws InfrastructureException {
    try {
      EvaluationSettings settings =
          job.settings()
              .with(reference ->
                  clips.contains(reference.sha256())
                      ? parts.clips().find(reference)
                      : reference.in(Path.of(reference.sha256())));
      return settings.within(parts.machine().here(settings.limits()));
    } catch (IllegalArgumentException e) {
      throw InfrastructureException.lasting(
          "The job " + job.attempt() + " asks for what cannot be: " + e.getMessage(), e);
    }
  }

  /** Also before what a trial began is gone on with: that may have been a while ago. */
  void check(Preparation asked) throws InfrastructureException {
    FreeSpace.check(parts.workDirectory(), asked.settings());
    Devices.check(asked.settings().devices());
  }

  /** The curves of a job, which may be held against what is measured here. */
  JobCurves usableCurves(Job.Evaluate job) throws InfrastructureException {
    List<ClipCurve> all = curves(job.curves());
    CurveOrigins.requireUsable(worker, all);
    return new JobCurves(job.attempt(), all);
  }

  /** The curves in an artifact; none where none is named. All jobs of a campaign name the same. */
  List<ClipCurve> curves(String artifact) throws InfrastructureException {
    List<ClipCurve> known = curves.get(artifact);
    if (known == null) {
      known = List.of(listed(artifact, ClipCurve[].class));
      if (curves.size() >= CURVES_KEPT) {
        curves.clear();
      }
      curves.put(artifact, known);
    }
    return known;
  }

  /** The rate points in an artifact; none where none is named. */
  List<MeasuredPoint> points(String artifact) throws InfrastructureException {
    return List.of(listed(artifact, MeasuredPoint[].class));
  }

  /** What a job's points are held against. */
  Optional<Raced> rival(Job.Evaluate job) throws InfrastructureException {
    return job.rival().isEmpty()
        ? Optional.empty()
        : Optional.of(new Raced(read(job.rival().get(), Rival.class), job.rival().get()));
  }

  private <T> T listed(String artifact, Class<T> type) throws InfrastructureException {
    return artifact.isEmpty() ? Json.read("[]", type) : read(artifact, type);
  }

  private <T> T read(String artifact, Class<T> type) throws InfrastructureException {
    try {
      byte[] list = parts.artifacts().read(artifact, MOST_LIST_BYTES);
      if (Json.hasMoreTokens(list, MOST_LIST_TOKENS)) {
        throw InfrastructureException.lasting(
            "The artifact "
                + artifact
                + " of a job has more figures than any list of curves or rate points.");
      }
      return Json.mapper().readValue(list, type);
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    } catch (JacksonException e) {
      throw InfrastructureException.lasting(
          "The artifact " + artifact + " of a job cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}

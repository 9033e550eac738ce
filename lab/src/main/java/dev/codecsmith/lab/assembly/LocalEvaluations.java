package dev.codecsmith.lab.assembly;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.CommandCodec;
import dev.codecsmith.lab.clips.ClipFiles;
import dev.codecsmith.lab.clips.ClipSource;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.local.EvaluationSteps;
import dev.codecsmith.lab.local.EvaluatorParts;
import dev.codecsmith.lab.local.EvaluatorPartsBuilder;
import dev.codecsmith.lab.local.LocalEvaluator;
import dev.codecsmith.lab.machine.Calibration;
import dev.codecsmith.lab.machine.MachineSpeed;
import dev.codecsmith.lab.machine.Processor;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;

/** Evaluation in this process, over one data folder. */
public final class LocalEvaluations {
  private LocalEvaluations() {}

  /**
   * What a campaign asks, done here.
   *
   * @param data opened for writing
   * @param sandbox where programs run
   * @param toolchains the languages known here
   * @param parallel how many programs run at once
   */
  public static JobEvaluations over(
      DataDirectory data, Sandbox sandbox, Toolchains toolchains, int parallel) throws IOException {
    return local(
            data.owner(),
            MachineSpeed.unmeasured(),
            data,
            inTheFolder(data),
            sandbox,
            toolchains,
            parallel)
        .evaluations();
  }

  private static Storage inTheFolder(DataDirectory data) {
    return new Storage(
        data.artifacts(), new CopiedClips(data.artifacts(), data.workDirectory().resolve("clips")));
  }

  /**
   * An evaluator, and what asks it, on one machine.
   *
   * @param evaluator does jobs
   * @param evaluations has it evaluate what is at hand here
   * @param steps does parts of jobs; it has the run slots in common with the evaluator
   * @param machine how fast this one is, which decides its limits on CPU time; nobody has measured
   *     that yet
   * @param calibration measures it
   */
  public record Local(
      Evaluator evaluator,
      JobEvaluations evaluations,
      EvaluationSteps steps,
      MachineSpeed machine,
      Calibration calibration) {}

  /** The same with both ends, under a name that answers tell. */
  public static Local named(
      String name, DataDirectory data, Sandbox sandbox, Toolchains toolchains, int parallel)
      throws IOException {
    return named(name, data, inTheFolder(data), sandbox, toolchains, parallel);
  }

  /**
   * What is taken from elsewhere, and left there.
   *
   * @param artifacts in place of the data folder's
   * @param clips that lie nowhere else
   */
  public record Storage(ArtifactStore artifacts, ClipSource clips) {}

  /** The same with artifacts that are not the data folder's. */
  public static Local named(
      String name,
      DataDirectory data,
      Storage storage,
      Sandbox sandbox,
      Toolchains toolchains,
      int parallel)
      throws IOException {
    MachineSpeed machine = new MachineSpeed(name + ", " + Processor.description());
    return local(name, machine, data, storage, sandbox, toolchains, parallel);
  }

  private static Local local(
      String name,
      MachineSpeed machine,
      DataDirectory data,
      Storage storage,
      Sandbox sandbox,
      Toolchains toolchains,
      int parallel)
      throws IOException {
    AnchorCodec codec = new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled());
    ClipFiles clips = new ClipFiles(storage.clips());
    EvaluatorParts parts =
        EvaluatorPartsBuilder.builder(
                parts(
                    storage.artifacts(),
                    sandbox,
                    toolchains,
                    clips,
                    codec,
                    parallel,
                    data.workDirectory()))
            .machine(machine)
            .build();
    LocalEvaluator evaluator = new LocalEvaluator(name, parts);
    return new Local(
        evaluator,
        new JobEvaluations(
            evaluator,
            storage.artifacts(),
            new AnchorMemory(codec, data.experiments()),
            data.experiments(),
            clips::add),
        new EvaluationSteps(name, parts),
        machine,
        new Calibration(sandbox, toolchains, parts.slots(), data.workDirectory()));
  }

  private static EvaluatorParts parts(
      ArtifactStore artifacts,
      Sandbox sandbox,
      Toolchains toolchains,
      ClipFiles clips,
      AnchorCodec codec,
      int parallel,
      Path workDirectory) {
    RunSlots slots = new RunSlots(parallel);
    return EvaluatorPartsBuilder.builder()
        .sandbox(sandbox)
        .toolchains(toolchains)
        .artifacts(artifacts)
        .clips(clips)
        .anchors(
            new AnchorBench(
                codec, () -> new CommandCodec(sandbox, artifacts), slots, workDirectory))
        .slots(slots)
        .workDirectory(workDirectory)
        .machine(MachineSpeed.unmeasured())
        .build();
  }

  /**
   * An evaluator that has nothing but an artifact store and a folder, as a worker elsewhere has.
   */
  public static LocalEvaluator worker(
      String name,
      ArtifactStore artifacts,
      Sandbox sandbox,
      Toolchains toolchains,
      int parallel,
      Path workDirectory)
      throws IOException {
    return worker(
        name,
        new Storage(artifacts, new CopiedClips(artifacts, workDirectory.resolve("clips"))),
        sandbox,
        toolchains,
        parallel,
        workDirectory);
  }

  /** The same with a way of its own to clips. */
  public static LocalEvaluator worker(
      String name,
      Storage storage,
      Sandbox sandbox,
      Toolchains toolchains,
      int parallel,
      Path workDirectory)
      throws IOException {
    return new LocalEvaluator(
        name,
        parts(
            storage.artifacts(),
            sandbox,
            toolchains,
            new ClipFiles(storage.clips()),
            new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
            parallel,
            workDirectory));
  }

  /**
   * The steps of jobs, as a worker of a fleet does them.
   *
   * @param parallel how many programs run at once
   */
  public static EvaluationSteps steps(
      String name,
      Storage storage,
      Sandbox sandbox,
      Toolchains toolchains,
      int parallel,
      Path workDirectory)
      throws IOException {
    return new EvaluationSteps(
        name,
        parts(
            storage.artifacts(),
            sandbox,
            toolchains,
            new ClipFiles(storage.clips()),
            new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
            parallel,
            workDirectory));
  }
}

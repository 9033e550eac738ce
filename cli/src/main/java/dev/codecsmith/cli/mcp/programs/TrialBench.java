package dev.codecsmith.cli.mcp.programs;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.drafts.DraftLooks;
import dev.codecsmith.cli.drafts.EvaluationCost;
import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation.Verdict;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.ExecutedProgram;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Measures programs as a campaign does, on its search clips, in a folder of its own: a campaign may
 * run in the data folder meanwhile, whose clips and anchors' curves are read. Opened when the first
 * program comes, removed when it is closed.
 */
public final class TrialBench implements AutoCloseable {
  private static final String NAME = "trial";

  private final DataDirectory stored;
  private final SandboxOption sandbox;
  private final int parallel;
  private Optional<Opened> opened = Optional.empty();

  /**
   * @param stored the campaigns, open for reading
   * @param parallel how many runs of a program are made at once
   */
  public TrialBench(DataDirectory stored, SandboxOption sandbox, int parallel) {
    this.stored = stored;
    this.sandbox = sandbox;
    this.parallel = parallel;
  }

  private record Opened(Path folder, DataDirectory data, Workbench bench, AnchorCodec codec) {}

  /**
   * What came of a program.
   *
   * @param cpuSeconds what it takes of a budget
   */
  record Tried(Evaluation evaluation, double cpuSeconds) {}

  /**
   * Measures one program; the next waits until it is done.
   *
   * @throws IOException with a sentence if a clip is gone, or there is no sandbox
   */
  synchronized Tried evaluate(CampaignRecord campaign, Program program, EvaluationListener listener)
      throws IOException, InterruptedException {
    EvaluationSettings settings = searchOnly(campaign);
    Opened here = opened();
    AnchorMemory known = new AnchorMemory(here.codec(), stored.experiments());
    AnchorMemory own = new AnchorMemory(here.codec(), here.data().experiments());
    for (Anchor anchor : settings.anchors()) {
      for (Clip clip : settings.searchClips()) {
        own.learn(known, anchor, clip, settings.objective().moreMetrics());
      }
    }
    here.bench().evaluations().prepare(settings, (_, _) -> {});
    EvaluationCost cost = EvaluationCost.begin(program, here.bench());
    Evaluation evaluation =
        here.bench()
            .evaluations()
            .evaluate(new EvaluationRequest(NAME, program, settings).reusing(), listener);
    ExecutedProgram.check(NAME, program.sha256(), evaluation);
    return new Tried(evaluation, cost.seconds(evaluation));
  }

  /** One look at a program, or several. */
  @FunctionalInterface
  interface Look {
    Verdict by(DraftLooks looks) throws InfrastructureException, InterruptedException;
  }

  /**
   * Looks at a program on the campaign's search clips; the next waits until it is done.
   *
   * @throws IOException as {@link #evaluate} does
   */
  synchronized Verdict look(CampaignRecord campaign, Look look)
      throws IOException, InterruptedException {
    return look.by(new DraftLooks(searchOnly(campaign), opened().bench()));
  }

  private EvaluationSettings searchOnly(CampaignRecord campaign) throws IOException {
    return StoredExperiments.evaluation(campaign, new ClipCatalogue(stored.clipsDirectory()))
        .onSearchClips();
  }

  private Opened opened() throws IOException {
    if (opened.isEmpty()) {
      Path folder = TemporaryFolders.create("mcp");
      DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE);
      try {
        opened =
            Optional.of(
                new Opened(
                    folder,
                    data,
                    Workbench.local(data, sandbox.open(), parallel),
                    new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled())));
      } finally {
        if (opened.isEmpty()) {
          data.close();
          Folders.remove(folder);
        }
      }
    }
    return opened.get();
  }

  /** What a program's runs wrote. */
  synchronized String log(Evaluation evaluation) throws IOException {
    String artifact = evaluation.artifacts().get("log");
    if (artifact == null) {
      return "";
    }
    try (InputStream in = opened().data().artifacts().open(artifact)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Not synchronized: who ends the server does not wait for a program that runs. */
  @Override
  public void close() {
    opened.ifPresent(here -> {
      here.bench().close();
      here.data().close();
      Folders.remove(here.folder());
    });
  }
}

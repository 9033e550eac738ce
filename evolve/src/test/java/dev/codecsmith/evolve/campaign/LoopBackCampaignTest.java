package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelReplyBuilder;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.MeasuredQualities;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.proposers.ModelProposer;
import dev.codecsmith.evolve.proposers.ModelProposerSettings;
import dev.codecsmith.evolve.proposers.Writers;
import dev.codecsmith.evolve.scorecard.AnchorFigures;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.loopback.ArtifactTransfer;
import dev.codecsmith.lab.loopback.LoopBackEvaluator;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole campaign, with a model, repairs and a cascade, evaluated behind JSON with an artifact
 * store of the worker's own, gives the table that it gives in one process.
 */
class LoopBackCampaignTest {
  @TempDir private static Path folder;

  private final List<Job<?>> jobs = Collections.synchronizedList(new ArrayList<>());
  private final List<Script> scripts = new ArrayList<>();

  /** Makes what a campaign asks. */
  @FunctionalInterface
  private interface Evaluating {
    JobEvaluations over(DataDirectory data, Sandbox sandbox, Toolchains toolchains)
        throws IOException;
  }

  @Test
  void theTableIsThatOfOneProcess() throws Exception {
    List<ExperimentRecord> here =
        campaign(
            folder.resolve("here"),
            (data, sandbox, toolchains) -> LocalEvaluations.over(data, sandbox, toolchains, 2));
    List<ExperimentRecord> there = campaign(folder.resolve("there"), this::loopedBack);

    assertThat(there.stream().map(LoopBackCampaignTest::row))
        .containsExactlyElementsOf(here.stream().map(LoopBackCampaignTest::row).toList());
    assertThat(here).hasSize(4);
    for (Script script : scripts) {
      assertThat(script.asked).hasSize(5);
      assertThat(script.asked.get(2).messages().getLast().text())
          .as("it is asked to repair the second one")
          .contains("expected expression before ';' token");
    }
    assertThat(here)
        .extracting(record -> record.failure().map(Failure::kind))
        .contains(Optional.of(FailureKind.DOMINATED), Optional.empty());
  }

  @Test
  void noJobNamesAPathOfTheHost() throws Exception {
    List<ExperimentRecord> _ = campaign(folder.resolve("walked"), this::loopedBack);
    assertThat(jobs).isNotEmpty();
    for (Job<?> job : jobs) {
      assertThat(Json.write(job)).doesNotContain(folder.toString());
    }
    assertThat(jobs.stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(Job.Anchors.class, Job.Trial.class, Job.Evaluate.class);
  }

  private JobEvaluations loopedBack(DataDirectory data, Sandbox sandbox, Toolchains toolchains)
      throws IOException {
    Path worker = Files.createTempDirectory(folder, "worker");
    ArtifactStore workers = FileArtifactStore.open(worker.resolve("artifacts"), "worker");
    Evaluator loopBack =
        new LoopBackEvaluator(
            new ArtifactTransfer(data.artifacts(), workers),
            LocalEvaluations.worker(
                "worker", workers, sandbox, toolchains, 2, worker.resolve("work")));
    return new JobEvaluations(
        new Evaluator() {
          @Override
          public <A extends Answer> A run(Job<A> job, Heartbeats heartbeats)
              throws InfrastructureException, InterruptedException {
            jobs.add(job);
            return loopBack.run(job, heartbeats);
          }
        },
        data.artifacts(),
        new AnchorMemory(
            new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()), data.experiments()),
        data.experiments(),
        clip -> publish(data.artifacts(), clip));
  }

  private static void publish(ArtifactStore artifacts, Clip clip) throws InfrastructureException {
    try {
      if (!artifacts.contains(clip.sha256())) {
        String _ = artifacts.put(clip.y4m());
      }
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** What of an experiment must not depend on where it was evaluated. */
  private static List<Object> row(ExperimentRecord record) {
    List<Object> row = new ArrayList<>();
    row.add(record.id());
    row.add(record.status());
    row.add(record.score());
    row.add(record.shortScore());
    row.add(record.scores());
    row.add(record.failure());
    row.add(record.decoderBytes());
    row.add(record.executedProgramSha256());
    // Not its prompt, which tells how long other programs took.
    row.add(record.candidate().name());
    row.add(record.candidate().programSha256());
    row.add(record.candidate().parents());
    row.add(Optional.ofNullable(record.candidate().artifacts().get("reply")));
    record
        .points()
        .forEach(point ->
            row.add(
                List.of(
                    point.clip(),
                    point.quality(),
                    point.bytes(),
                    point.metrics(),
                    point.bitstreamSha256(),
                    point.framesSha256())));
    return row;
  }

  private List<ExperimentRecord> campaign(Path folder, Evaluating evaluating) throws Exception {
    Sandbox sandbox = Bubblewrap.detect();
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE);
        Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser())) {
      Clip clip =
          new ClipCatalogue(data.clipsDirectory())
              .generated(
                  new GeneratedClipSpec(
                      "tiny",
                      new VideoFormat(64, 48, PixelFormat.YUV420P, new Rational(25, 1)),
                      3,
                      7,
                      List.of(SceneKind.LANDSCAPE)));
      EvaluationSettings settings =
          new EvaluationSettings(
                  List.of(clip),
                  List.of(),
                  Qualities.DEFAULT,
                  List.of(Anchors.named(Anchors.DEFAULT)),
                  CodingLimits.defaults(),
                  Extras.NONE)
              .withCascade(Optional.of(new Cascade(1, List.of(60), 0)));
      Script script = new Script();
      scripts.add(script);
      JobEvaluations evaluations = evaluating.over(data, sandbox, toolchains);
      ModelProposer proposer =
          new ModelProposer(
              ModelProposerSettings.of("scripted", 7),
              () -> brief(settings, evaluations),
              new Prompts(PromptTemplates.shipped()),
              IdeaBank.shipped(),
              Writers.only("scripted", script),
              program ->
                  evaluations.trial(new EvaluationRequest("trial", program, settings).reusing()));
      return new CampaignLoop(
              new CampaignSettings("campaign_l", "loop", "{}", 4, 7, 1),
              settings,
              proposer,
              CampaignRules.NONE,
              CampaignTools.of(
                  evaluations,
                  data,
                  "campaign_l",
                  new WorkRetry.Policy(List.of()),
                  EventListener.none()))
          .run().stream().map(PastExperiment::experiment).toList();
    }
  }

  private static CampaignBrief brief(EvaluationSettings settings, JobEvaluations evaluations)
      throws InfrastructureException, InterruptedException {
    Clip clip = settings.searchClips().getFirst();
    return new CampaignBrief(
        "Two processes: encode SOURCE.y4m QUALITY, and decode BITSTREAM.",
        "Few bits.",
        "c",
        new ClipRoles(List.of(clip.name()), List.of()),
        new TreeMap<>(Map.of(clip.name(), clip.format().describe())),
        AnchorFigures.of(
            settings.mainAnchor().name(),
            Map.of(
                settings.mainAnchor().name(),
                evaluations.curve(settings.mainAnchor(), clip).points())),
        MeasuredQualities.of(settings.qualities(), settings.mainAnchor()),
        "");
  }

  /** Writes a codec, one that has to be repaired, one that is worse, and one more. */
  private static final class Script implements LanguageModel {
    private final Iterator<String> replies;
    private final List<ModelRequest> asked = new ArrayList<>();

    Script() throws IOException {
      String source =
          Files.readString(
              Path.of(System.getProperty("codecsmith.root"))
                  .resolve("bench/src/main/resources/dev/codecsmith/bench/trivial.c"));
      replies =
          List.of(
                  source,
                  source.replace("salt = 0", "salt = 1 +"),
                  source.replace("salt = 0", "salt = 1"),
                  source.replace("salt = 0", "salt = 2").replace("padding = 0", "padding = 99"),
                  source.replace("salt = 0", "salt = 3"))
              .iterator();
    }

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public synchronized ModelReply ask(ModelRequest request) {
      asked.add(request);
      return ModelReplyBuilder.builder()
          .text("ENTRY: a.c\nFILE: a.c\n```\n" + replies.next() + "```\n")
          .reasoning("")
          .stop(StopReason.COMPLETE)
          .stopDetail(Optional.empty())
          .usage(Optional.of(TokenUsage.NONE))
          .costUsd(Optional.empty())
          .latency(Duration.ZERO)
          .model(name())
          .requestId("")
          .attempts(List.of())
          .build();
    }
  }
}

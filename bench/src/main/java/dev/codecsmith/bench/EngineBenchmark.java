package dev.codecsmith.bench;

import dev.codecsmith.evolve.campaign.CampaignLoop;
import dev.codecsmith.evolve.campaign.CampaignRules;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.evolve.campaign.CampaignTools;
import dev.codecsmith.evolve.campaign.WorkRetry;
import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelReplyBuilder;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.calls.FileCallLog;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.CampaignBriefBuilder;
import dev.codecsmith.evolve.prompts.MeasuredQualities;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.proposers.ModelProposer;
import dev.codecsmith.evolve.proposers.ModelProposerSettings;
import dev.codecsmith.evolve.proposers.ProgramTrial;
import dev.codecsmith.evolve.proposers.Writers;
import dev.codecsmith.evolve.scorecard.AnchorFigures;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many programs a second the engine takes from prompt to archive when the model answers at once
 * and the programs do next to nothing. Each program is proposed through the whole of prompts,
 * replies and the archive, stored, built, tried on the smoke frames, and encodes and decodes every
 * point in sandboxes of their own; its frames are measured and its BD-rate is computed.
 *
 * <p>Arguments: language ({@code c}, {@code python}, {@code java}; default {@code c}), how many
 * programs are timed in a round (default 100), how many the archive holds before (default 10;
 * several, separated by commas), {@code full} or {@code cascade}, either with {@code +trial} where
 * models are to be given repair turns, and how many rounds (default 5; one more before them warms
 * up). With {@code full} (the default) every program is measured at four qualities, one of them
 * decoded twice. With {@code cascade} the campaign has one, and each program but the first is a
 * little worse and ends there: built, encoded once, decoded once; with {@code cascade+trial} its
 * smoke frames come before. An archive is filled by an evaluator that repeats a measured result.
 * The archives take turns round by round, because a machine's speed changes from minute to minute.
 * Run it on a quiet machine.
 */
public final class EngineBenchmark {
  private static final int LAG = 8;
  private static final long SEED = 1;

  private final String language;
  private final String source;
  private final boolean cascade;
  private final boolean tried;
  private final Path folder;

  private EngineBenchmark(String language, boolean cascade, boolean tried, Path folder)
      throws IOException {
    this.language = language;
    this.source =
        ResourceFiles.text(
            EngineBenchmark.class,
            switch (language) {
              case "c" -> "trivial.c";
              case "python" -> "trivial.py";
              case "java" -> "Trivial.java.txt";
              default ->
                  throw new IllegalArgumentException("The languages are c, python and java.");
            });
    this.cascade = cascade;
    this.tried = tried;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    String language = arguments.length > 0 ? arguments[0] : "c";
    int timed = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    String sizes = arguments.length > 2 ? arguments[2] : "10";
    String how = arguments.length > 3 ? arguments[3] : "full";
    boolean cascade = how.startsWith("cascade");
    boolean tried = how.endsWith("+trial");
    int rounds = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 5;
    Path folder = Files.createTempDirectory("codecsmith-engine");
    System.out.printf(
        "%s, %s%s, %d rounds of %d programs, %d cores%n",
        language,
        tried ? "tried, then " : "",
        cascade ? "dropped by the cascade" : "measured in full",
        rounds,
        timed,
        Runtime.getRuntime().availableProcessors());
    List<Engine> engines = new ArrayList<>();
    try {
      EngineBenchmark benchmark = new EngineBenchmark(language, cascade, tried, folder);
      for (String size : sizes.split(",", -1)) {
        engines.add(benchmark.filled(Integer.parseInt(size)));
      }
      for (int round = 0; round <= rounds; round++) {
        for (Engine engine : engines) {
          engine.round(timed, round > 0);
        }
      }
      engines.forEach(engine -> System.out.println(engine.report()));
    } finally {
      for (Engine engine : engines) {
        engine.close();
      }
      Folders.remove(folder);
    }
  }

  private Engine filled(int archive) throws Exception {
    Path own = folder.resolve(Integer.toString(archive));
    Rig rig = Rig.over(own);
    FileCallLog calls = FileCallLog.open(own.resolve("calls.jsonl"));
    JobEvaluations real = rig.evaluations();
    Campaign campaign = new Campaign(rig, calls, settings(rig));
    ExperimentRecord first = campaign.go(1, real, ProgramTrial.none(), EventListener.none());
    if (archive > 1) {
      campaign.go(archive, new Repeating(real, first), ProgramTrial.none(), EventListener.none());
    }
    ProgramTrial trial =
        tried
            ? program ->
                real.trial(new EvaluationRequest("trial", program, campaign.settings).reusing())
            : ProgramTrial.none();
    return new Engine(archive, rig, calls, campaign, trial, new ArrayList<>());
  }

  /** One archive, what fills it, and what each round said. */
  private record Engine(
      int archive,
      Rig rig,
      FileCallLog calls,
      Campaign campaign,
      ProgramTrial trial,
      List<Stopwatch> rounds) {

    void round(int timed, boolean counts) throws Exception {
      Stopwatch watch = new Stopwatch(timed);
      campaign.go(campaign.iterations() + timed, rig.evaluations(), trial, watch);
      if (counts) {
        rounds.add(watch);
      }
    }

    String report() {
      double[] rates = rounds.stream().mapToDouble(Stopwatch::perSecond).sorted().toArray();
      double[] cpu = rounds.stream().mapToDouble(Stopwatch::cpuMillis).sorted().toArray();
      return String.format(
          Locale.ROOT,
          "  %,6d in the archive (%,d at the end): %.1f programs/s (%.1f to %.1f), %.0f ms of CPU each"
              + " in this process, %d with a score; heap in use %d MiB",
          archive,
          campaign.iterations(),
          rates[rates.length / 2],
          rates[0],
          rates[rates.length - 1],
          cpu[cpu.length / 2],
          rounds.stream().mapToInt(Stopwatch::scored).sum(),
          rounds.getLast().heapMebibytes());
    }

    void close() throws IOException {
      calls.close();
      rig.close();
    }
  }

  private EvaluationSettings settings(Rig rig) throws IOException {
    EvaluationSettings settings = rig.settings(64, 48, 2);
    return cascade ? settings.withCascade(Optional.of(new Cascade(1, List.of(60), 0))) : settings;
  }

  /** The same campaign, gone on with again and again. */
  private final class Campaign {
    private final DataDirectory data;
    private final FileCallLog calls;
    private final EvaluationSettings settings;
    private final JobEvaluations anchors;
    private final LanguageModel model = model();
    private int iterations;

    Campaign(Rig rig, FileCallLog calls, EvaluationSettings settings) {
      this.data = rig.data();
      this.calls = calls;
      this.settings = settings;
      this.anchors = rig.evaluations();
    }

    int iterations() {
      return iterations;
    }

    /** Goes on until there are so many; returns the first experiment. */
    ExperimentRecord go(int upTo, Evaluations evaluator, ProgramTrial trial, EventListener listener)
        throws Exception {
      ModelProposer proposer =
          new ModelProposer(
              ModelProposerSettings.of("instant", SEED),
              this::brief,
              new Prompts(PromptTemplates.shipped()),
              IdeaBank.shipped(),
              Writers.only("instant", new RecordingModel(model, calls, CallClock.system())),
              trial);
      iterations = upTo;
      return new CampaignLoop(
              new CampaignSettings("campaign_bench", "bench", "{}", upTo, SEED, LAG),
              settings,
              proposer,
              CampaignRules.NONE,
              CampaignTools.of(
                  evaluator, data, "campaign_bench", new WorkRetry.Policy(List.of()), listener))
          .run()
          .at(1)
          .experiment();
    }

    private CampaignBrief brief() throws InfrastructureException, InterruptedException {
      Clip clip = settings.searchClips().getFirst();
      return CampaignBriefBuilder.builder()
          .contract("Two processes: encode SOURCE.y4m QUALITY, and decode BITSTREAM.")
          .goal("Few bits.")
          .language(language)
          .clips(new ClipRoles(List.of(clip.name()), List.of()))
          .clipFacts(new TreeMap<>(Map.of(clip.name(), clip.format().describe())))
          .anchors(
              AnchorFigures.of(
                  settings.mainAnchor().name(),
                  Map.of(
                      settings.mainAnchor().name(),
                      anchors.curve(settings.mainAnchor(), clip).points())))
          .qualities(MeasuredQualities.of(settings.qualities(), settings.mainAnchor()))
          .limits("")
          .build();
    }
  }

  /**
   * Answers at once with the trivial program, each time with another number in it. What follows the
   * first reply pads its bitstreams, and so is a little worse.
   */
  private LanguageModel model() {
    AtomicBoolean first = new AtomicBoolean(true);
    AtomicInteger salt = new AtomicInteger((int) (System.nanoTime() & 0x3FFF_FFFF));
    String file =
        language.equals("c") ? "a.c" : language.equals("python") ? "a.py" : "Trivial.java";
    String entry = language.equals("java") ? "Trivial" : file;
    return new LanguageModel() {
      @Override
      public String name() {
        return "instant";
      }

      @Override
      public ModelReply ask(ModelRequest request) {
        String text =
            "ENTRY: "
                + entry
                + "\nFILE: "
                + file
                + "\n```\n"
                + source
                    .replaceFirst("(?i)(salt = )0", "$1" + salt.incrementAndGet())
                    .replaceFirst("(?i)(padding = )0", "$1" + (first.getAndSet(false) ? 0 : 99))
                + "```\n";
        return ModelReplyBuilder.builder()
            .text(text)
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
    };
  }

  /** Gives each program the result that another was measured with; fills an archive. */
  private record Repeating(Evaluations real, ExperimentRecord measured) implements Evaluations {
    @Override
    public Optional<Failure> trial(EvaluationRequest request) {
      return Optional.empty();
    }

    @Override
    public void prepare(EvaluationSettings settings, PreparationListener listener)
        throws InfrastructureException, InterruptedException {
      real.prepare(settings, listener);
    }

    @Override
    public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener) {
      double jitter = (request.program().sha256().hashCode() & 0xFFFF) / 65536.0;
      return new Evaluation(
          new Executed("toy", request.program().sha256(), measured.decoderBytes(), 0),
          measured.points(),
          measured.scores(),
          measured.score().map(score -> score + jitter),
          OptionalDouble.empty(),
          measured.failure(),
          measured.artifacts());
    }
  }

  /** Takes the time from the first program that is finished here to the last. */
  private static final class Stopwatch implements EventListener {
    private final int timed;
    private final List<Long> ends = new ArrayList<>();
    private int scored;
    private long heapMebibytes;
    private long firstCpu;
    private long lastCpu;

    Stopwatch(int timed) {
      this.timed = timed;
    }

    /**
     * What was in use when the last program had been measured, all that the loop holds included.
     */
    synchronized long heapMebibytes() {
      return heapMebibytes;
    }

    synchronized double cpuMillis() {
      return (lastCpu - firstCpu) / 1e6 / (ends.size() - 1);
    }

    private static long cpuNanos() {
      return ((com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }

    synchronized double perSecond() {
      return (ends.size() - 1) / ((ends.getLast() - ends.getFirst()) / 1e9);
    }

    synchronized int scored() {
      return scored;
    }

    @Override
    public synchronized void on(Instant time, CampaignEvent event) {
      if (event instanceof ExperimentEnded ended) {
        ends.add(System.nanoTime());
        lastCpu = cpuNanos();
        firstCpu = ends.size() == 1 ? lastCpu : firstCpu;
        scored += ended.score().isPresent() ? 1 : 0;
        if (ends.size() == timed) {
          System.gc();
          heapMebibytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
        }
        ended
            .failure()
            .filter(kind -> ends.size() == 1 && kind != FailureKind.DOMINATED)
            .ifPresent(kind -> System.out.println("  " + kind + ": " + ended.message()));
      }
    }
  }
}

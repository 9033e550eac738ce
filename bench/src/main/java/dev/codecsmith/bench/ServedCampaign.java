package dev.codecsmith.bench;

import dev.codecsmith.cli.dashboard.StoredDashboard;
import dev.codecsmith.cli.dashboard.StoredFrames;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.dashboard.actions.Actions;
import dev.codecsmith.dashboard.actions.Control;
import dev.codecsmith.dashboard.http.DashboardServer;
import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.service.protocol.BearerToken;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The dashboard of a campaign that has many experiments. A few of them were really proposed by a
 * model and evaluated, on a search clip and a held-out one beside an anchor; the others are copies
 * of those with scores of their own, so that prompts, bitstreams and figures are there for each.
 */
final class ServedCampaign implements AutoCloseable {
  /** Evaluated, not copied. */
  private static final int REAL = 6;

  private static final int FRAMES = 10;
  private static final VideoFormat FORMAT =
      new VideoFormat(352, 288, PixelFormat.YUV420P, new Rational(25, 1));

  /** What a copy goes through, as an experiment does that is evaluated. */
  private static final List<ExperimentStatus> PHASES =
      List.of(
          ExperimentStatus.QUEUED,
          ExperimentStatus.BUILDING,
          ExperimentStatus.ENCODING,
          ExperimentStatus.DECODING);

  private final DataDirectory data;
  private final StoredFrames frames;
  private final DashboardServer server;
  private final String id;
  private final ExperimentRecord real;
  private final ExperimentRecord inJava;

  private ServedCampaign(Path folder) throws IOException {
    this.data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
    this.frames =
        new StoredFrames(
            data.artifacts(), Optional.empty(), data.workDirectory().resolve("frames"));
    this.server =
        DashboardServer.start(
            0,
            StoredDashboard.of(
                data.experiments(),
                data.artifacts(),
                data.clipsDirectory(),
                Optional::empty,
                new Control(new NothingToDo(), BearerToken.made()),
                frames.library()),
            System.err::println,
            Clock.systemUTC());
    List<String> campaigns = new ArrayList<>();
    data.experiments().forEachCampaign(campaign -> campaigns.add(campaign.id()));
    this.id = campaigns.getFirst();
    this.real = succeeded(data.experiments(), id).getFirst();
    this.inJava = succeeded(data.experiments(), campaigns.getLast()).getFirst();
  }

  /**
   * Runs it, and adds the copies.
   *
   * @param folder for all of it, empty
   * @param experiments how many it shall have
   */
  static ServedCampaign make(Path folder, int experiments)
      throws IOException, InterruptedException {
    Path model = folder.resolve("a.c");
    Files.writeString(model, reporting());
    ClipCatalogue footage = new ClipCatalogue(folder.resolve("footage"));
    List<String> clips =
        List.of(
            "--clip",
            clip(footage, "search", SceneKind.LANDSCAPE).y4m().toString(),
            "--hold-out",
            clip(footage, "kept", SceneKind.STREET).y4m().toString());
    run(
        folder,
        Stream.concat(
            clips.stream(),
            Stream.of(
                "--iterations", String.valueOf(REAL),
                "--cascade", "4",
                "--proposer", "command",
                "--language", "c",
                "--notebook-every", "0",
                "--model-command", command(model))));
    // One whose package is compiled when somebody wants it.
    run(
        folder,
        Stream.concat(
            clips.stream(),
            Stream.of(
                "--iterations",
                "1",
                "--proposer",
                "library",
                "--qualities",
                "30,50,70,90",
                "--frames",
                "4")));
    ServedCampaign campaign = new ServedCampaign(folder);
    campaign.fill(experiments);
    return campaign;
  }

  private static Clip clip(ClipCatalogue footage, String name, SceneKind scene) throws IOException {
    return footage.generated(new GeneratedClipSpec(name, FORMAT, FRAMES, 7, List.of(scene)));
  }

  /** The trivial program, which tells where its bits go. */
  private static String reporting() {
    String loop = "while (fgets(marker, sizeof marker, in) && fread(frame, 1, size, in) == size) {";
    return ResourceFiles.text(ServedCampaign.class, "trivial.c")
        .replace("char marker[16];", "char marker[16]; int number = 0;")
        .replace(
            loop,
            loop
                + " fprintf(stderr, \"codecsmith-bits frame=%d type=I bits=%d samples=%d\\n\","
                + " number++, size * bits, size * bits);");
  }

  /** Writes a program of its own for each prompt, and says which ideas it has used. */
  private static String command(Path program) {
    return "n=$(tr -cd A-Za-z0-9 | cksum | cut -c1-6); printf 'I weigh levels otherwise.\\n\\nNAME:"
        + " c%s\\nIDEA: dead-zone, cabac\\nENTRY: a.c\\nFILE: a.c\\n```c\\n' $n; sed"
        + " \"s/salt = 0/salt = 1$n/; s/padding = 0/padding = $((1$n % 8))/\" '"
        + program
        + "'; printf '```\\n'";
  }

  private static void run(Path folder, Stream<String> options)
      throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of("run", "--no-dashboard", "--data", folder.resolve("data").toString()));
    options.forEach(words::add);
    File said = folder.resolve("said").toFile();
    int exit =
        new ProcessBuilder(CodecsmithCommand.line(words))
            .redirectErrorStream(true)
            .redirectOutput(said)
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException(
          "the campaign ended with " + exit + ": " + Files.readString(said.toPath()));
    }
  }

  private static List<ExperimentRecord> succeeded(ExperimentStore store, String campaign)
      throws IOException {
    List<ExperimentRecord> all = new ArrayList<>();
    for (ExperimentSummary each : store.best(campaign, REAL)) {
      all.add(store.find(each.id()).orElseThrow());
    }
    return all;
  }

  /** Nobody asks for anything. */
  private static final class NothingToDo implements Actions {
    @Override
    public Set<Action.Kind> possible(String campaign) {
      return Set.of();
    }

    @Override
    public boolean takesCampaigns() {
      return false;
    }

    @Override
    public String perform(Action action) {
      throw new UnsupportedOperationException();
    }
  }

  /** Every third copy failed; each has the events of a whole life, the model's call included. */
  private void fill(int experiments) throws IOException {
    List<ExperimentRecord> templates = succeeded(data.experiments(), id);
    Instant begun = real.created().minus(Duration.ofMinutes(experiments));
    for (int iteration = REAL + 1; iteration <= experiments; iteration++) {
      Instant time = begun.plus(Duration.ofMinutes(iteration));
      ExperimentRecord queued =
          copy(templates.get(iteration % templates.size()), iteration, parent(iteration), time);
      boolean fails = iteration % 3 == 0;
      double score = real.score().orElseThrow() - iteration / 500.0 + 50 * Math.sin(iteration);
      call(iteration, time);
      proposed(queued, time);
      boolean _ = data.experiments().create(queued);
      for (ExperimentStatus phase : PHASES) {
        enters(queued, phase, time);
      }
      ends(queued, fails ? failed() : succeeded(templates, iteration, score), time.plusSeconds(30));
    }
  }

  /** A tree in which each program has two children. */
  private String parent(int iteration) {
    return iteration / 2 <= REAL ? real.id() : copyId(iteration / 2);
  }

  private static String copyId(int iteration) {
    return "exp_iter" + iteration + "_copy";
  }

  private ExperimentRecord copy(
      ExperimentRecord template, int iteration, String parent, Instant time) {
    CandidateRecord made = template.candidate();
    return ExperimentLifecycle.queued(
        copyId(iteration),
        id,
        iteration,
        data.owner(),
        new CandidateRecord(
            "program " + iteration,
            made.language(),
            "%064x".formatted(iteration),
            made.proposer(),
            List.of(parent),
            made.reasoning(),
            made.artifacts()),
        time);
  }

  private static ExperimentResult failed() {
    return ExperimentResultBuilder.builder(ExperimentResult.NONE)
        .failure(
            Optional.of(new Failure(FailureKind.CRASHED, ExperimentStatus.ENCODING, "It crashed.")))
        .build();
  }

  private static ExperimentResult succeeded(
      List<ExperimentRecord> templates, int iteration, double score) {
    return ExperimentResultBuilder.builder(templates.get(iteration % templates.size()).result())
        .score(Optional.of(score))
        .shortScore(Optional.of(score + 3 * Math.cos(iteration)))
        .build();
  }

  /**
   * A new experiment of the campaign, not stored yet, made from the best one that was evaluated.
   */
  ExperimentRecord next(int iteration) {
    return copy(real, iteration, real.id(), Instant.now());
  }

  void call(int iteration, Instant time) throws IOException {
    String slot = "iteration " + iteration + ", turn 1";
    tell(time, new CampaignEvent.ModelCalled("command", slot));
    tell(
        time,
        new CampaignEvent.ModelAnswered(
            "command",
            slot,
            "%064x".formatted(iteration),
            Optional.of(20_000L),
            Optional.of(2_000L),
            Optional.of(new BigDecimal("0.01")),
            Duration.ofSeconds(20)));
  }

  void proposed(ExperimentRecord record, Instant time) throws IOException {
    CandidateRecord made = record.candidate();
    tell(
        time,
        new CampaignEvent.CandidateProposed(
            record.id(), record.iteration(), made.name(), made.proposer(), made.parents()));
  }

  void enters(ExperimentRecord record, ExperimentStatus phase, Instant time) throws IOException {
    tell(
        time,
        new CampaignEvent.ExperimentPhase(
            record.id(), record.iteration(), record.candidate().name(), phase));
  }

  /** Stores its end, and tells it then. */
  void ends(ExperimentRecord record, ExperimentResult result, Instant time) throws IOException {
    boolean _ = data.experiments().update(ExperimentLifecycle.ended(record, result, time));
    tell(
        time,
        CampaignEventExperimentEndedBuilder.builder()
            .id(record.id())
            .iteration(record.iteration())
            .name(record.candidate().name())
            .score(result.score())
            .failure(result.failure().map(Failure::kind))
            .phase(result.failure().map(Failure::phase).orElse(ExperimentStatus.SUCCEEDED))
            .message(result.failure().map(Failure::message).orElse(""))
            .warnings(List.of())
            .build());
  }

  void tell(Instant time, CampaignEvent event) throws IOException {
    data.events().append(id, time, event);
  }

  String id() {
    return id;
  }

  /** The best of those that were really evaluated. */
  ExperimentRecord real() {
    return real;
  }

  /** One in Java, of a small campaign of its own in the same store. */
  ExperimentRecord inJava() {
    return inJava;
  }

  /** The ids of copies, one that succeeded and one that failed. */
  List<String> copies() {
    return List.of(copyId(REAL + 1 + REAL % 3), copyId(3 * REAL));
  }

  DataDirectory data() {
    return data;
  }

  DashboardServer server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
    frames.close();
    data.close();
  }
}

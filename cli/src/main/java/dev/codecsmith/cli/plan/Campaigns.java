package dev.codecsmith.cli.plan;

import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.evolve.outside.OutsideProposer;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.evolve.proposers.InterleavedProposer;
import dev.codecsmith.evolve.proposers.IterationShares;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.ProposerChain;
import dev.codecsmith.evolve.proposers.tuner.ArchiveParents;
import dev.codecsmith.evolve.proposers.tuner.ParentChoice;
import dev.codecsmith.evolve.proposers.tuner.RandomTuner;
import dev.codecsmith.evolve.proposers.tuner.TunerProposer;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.source.FileAddress;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/** Turns a plan and its clips into what the campaign loop needs. */
public final class Campaigns {
  private static final String OF_EVALUATE = "evaluate_";

  private Campaigns() {}

  /**
   * Loads the clips, generated ones where the plan names none, of which one is held out, and checks
   * every setting.
   *
   * @param warnings hears what a person should know of the clips
   */
  public static EvaluationSettings evaluation(
      CampaignPlan plan, ClipCatalogue catalogue, Consumer<String> warnings) throws IOException {
    Footage footage = new Footage(catalogue, plan.frames(), warnings);
    boolean generated = plan.clips().isEmpty();
    List<Clip> clips =
        generated
            ? footage.generated(GeneratedClipSpec.DEFAULTS)
            : footage.load(plan.clips(), "--clip");
    List<Clip> heldOut =
        generated && plan.heldOut().isEmpty()
            ? footage.generated(List.of(GeneratedClipSpec.HELD_OUT))
            : footage.load(plan.heldOut(), "--hold-out");
    plan.cascade().ifPresent(cascade -> checkSaves(cascade, clips));
    return new EvaluationSettings(
        clips,
        heldOut,
        Qualities.parse(plan.qualities()),
        plan.anchorChoice().here(),
        plan.limits(),
        new Extras(
            plan.keepReconstructions() ? KeptVideo.EXACT : KeptVideo.NONE,
            plan.devices(),
            plan.cascade(),
            plan.objective(),
            plan.constraints()));
  }

  /**
   * Keeps what measuring needs beside the clips: the files of anchors that do not ship.
   *
   * @throws IOException with a sentence if they have changed since the evaluation was made
   */
  public static void keepFiles(
      CampaignPlan plan, EvaluationSettings evaluation, ArtifactStore artifacts)
      throws IOException {
    plan.anchorChoice().keepFiles(evaluation.anchors(), artifacts);
  }

  /** Where those of its clips are that are not on this machine. */
  public static List<FileAddress> addresses(CampaignPlan plan) {
    return Stream.concat(plan.clips().stream(), plan.heldOut().stream())
        .flatMap(file -> FileAddress.of(file).stream())
        .toList();
  }

  /** A cascade over whole clips would measure everything twice and save nothing. */
  private static void checkSaves(Cascade cascade, List<Clip> clips) {
    Clip longest = Collections.max(clips, Comparator.comparingInt(Clip::frames));
    for (Cascade stage : cascade.stages()) {
      if (stage.frames() >= longest.frames()) {
        throw new IllegalArgumentException(
            "A cascade of %d frames saves nothing: the longest clip, %s, has %d. Give fewer frames, or no cascade."
                .formatted(stage.frames(), longest.name(), longest.frames()));
      }
    }
  }

  /**
   * The campaign's identity: all that decides its results, and not how far or how fast it is run. A
   * decoder without a sandbox can read the clip, so its figures stand apart.
   */
  public static CampaignSettings settings(
      CampaignPlan plan, EvaluationSettings evaluation, boolean sandboxed) throws IOException {
    Map<String, Object> identity = measured(evaluation, sandboxed);
    identity.put("proposers", plan.proposers());
    identity.put("seed", plan.seed());
    identity.put("lag", plan.lag());
    if (!plan.editable().isAll()) {
      identity.put("editable", plan.editable().paths());
    }
    if (plan.tuneBetween() > 0) {
      identity.put("tune_between", plan.tuneBetween());
    }
    evaluation.cascade().ifPresent(cascade -> identity.put("cascade", cascade));
    List<ModelEntry> models = plan.models().models(plan.proposers());
    if (!models.isEmpty()) {
      identity.put("model", identity(models, plan));
    } else if (tunes(plan)) {
      plan.models().strategy().ifPresent(strategy -> identity.put("strategy", strategy));
    }
    String json = Json.write(identity);
    return new CampaignSettings(
        "campaign_" + DigestUtils.sha256Hex(json).substring(0, 10),
        plan.name(),
        json,
        plan.iterations(),
        plan.seed(),
        plan.lag());
  }

  /** Where programs that were evaluated by themselves are kept: those measured in one way. */
  public static CampaignRecord ofEvaluate(
      EvaluationSettings evaluation, boolean sandboxed, Instant now) {
    String json = Json.write(measured(evaluation, sandboxed));
    return new CampaignRecord(
        OF_EVALUATE + DigestUtils.sha256Hex(json).substring(0, 10), "evaluate", json, now);
  }

  public static boolean isOfEvaluate(String campaignId) {
    return campaignId.startsWith(OF_EVALUATE);
  }

  private static Map<String, Object> measured(EvaluationSettings evaluation, boolean sandboxed) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("clips", evaluation.searchClips().stream().map(Campaigns::identity).toList());
    identity.put("held_out", evaluation.heldOutClips().stream().map(Campaigns::identity).toList());
    identity.put("qualities", evaluation.qualities().toString());
    identity.put("anchors", evaluation.anchors());
    identity.put("limits", evaluation.limits());
    if (!evaluation.devices().isEmpty()) {
      identity.put("devices", evaluation.devices().stream().map(Path::toString).toList());
    }
    if (!evaluation.objective().isDefault()) {
      identity.put(CampaignObjective.KEY, evaluation.objective());
    }
    if (!evaluation.constraints().isNone()) {
      identity.put("constraints", evaluation.constraints());
    }
    if (!sandboxed) {
      identity.put("sandbox", "none");
    }
    return identity;
  }

  /** What of models decides results; their servers, their keys and their budget do not. */
  private static Map<String, Object> identity(List<ModelEntry> asked, CampaignPlan plan)
      throws IOException {
    ModelPlan models = plan.models();
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("models", asked.stream().map(Campaigns::identity).toList());
    identity.put("goal", plan.goal());
    identity.put("language", models.language());
    identity.put("strategy", models.strategyOrUsual());
    identity.put("repairs", models.repairs());
    identity.put("prompt_tokens", models.promptTokens());
    identity.put("reply_tokens", models.replyTokens());
    identity.put("notebook_every", models.notebookEvery());
    identity.put("prompts", texts(models.prompts()));
    identity.put("ideas", texts(models.ideas()));
    if (asked.stream().anyMatch(model -> model.proposer().equals("agent"))) {
      identity.put("agents", models.agents());
    }
    return identity;
  }

  private static Map<String, Object> identity(ModelEntry model) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("proposer", model.proposer());
    identity.put("name", model.label());
    // Not the command itself: it may hold a key, and identities are exported.
    model
        .command()
        .ifPresent(command -> identity.put("command_sha256", DigestUtils.sha256Hex(command)));
    return identity;
  }

  /** SHA-256 over names and texts of a folder's Markdown files; empty where no folder is named. */
  private static String texts(Optional<Path> folder) throws IOException {
    if (folder.isEmpty()) {
      return "";
    }
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder.get())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        String text = Files.readString(file);
        all.append(file.getFileName()).append(' ').append(text.length()).append('\n').append(text);
      }
    }
    return DigestUtils.sha256Hex(all.toString());
  }

  private static Map<String, Object> identity(Clip clip) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("name", clip.name());
    identity.put("sha256", clip.sha256());
    identity.put("frames", clip.frames());
    return identity;
  }

  /** The names of all proposers. */
  static List<String> proposers() {
    return Stream.of(
            Stream.of(LibraryProposer.NAME, TunerProposer.NAME, RandomTuner.NAME),
            ModelPlan.PROPOSERS.stream(),
            Stream.of(OutsideProposer.NAME))
        .flatMap(names -> names)
        .toList();
  }

  /**
   * Refuses what no program could be measured with, as far as it shows without the clips.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public static void checkMeasuring(CampaignPlan plan) {
    Qualities _ = Qualities.parse(plan.qualities());
    plan.anchorChoice().check();
    for (Path device : plan.devices()) {
      if (Files.notExists(device)) {
        throw new IllegalArgumentException(
            "This machine has no device "
                + device
                + "; load its driver, or leave it out of --device and of the campaign's"
                + " 'devices'.");
      }
    }
  }

  /**
   * Refuses proposers that there are none of, or that lack what they need, and what {@link
   * #checkMeasuring} refuses.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public static void check(CampaignPlan plan) {
    checkMeasuring(plan);
    for (String name : plan.proposers()) {
      if (!proposers().contains(name)) {
        throw new IllegalArgumentException(
            "There is no proposer '"
                + name
                + "'; there are "
                + String.join(", ", proposers())
                + ".");
      }
    }
    List<ModelEntry> models = plan.models().models(plan.proposers());
    ModelPlan unheard = tunes(plan) ? plan.models().withoutStrategy() : plan.models();
    if (models.isEmpty() && !unheard.equals(ModelPlan.defaults())) {
      throw new IllegalArgumentException(
          "What is said of models (--model, --strategy, --language, budgets and the like) means"
              + " nothing to the proposers "
              + String.join(", ", plan.proposers())
              + "; name one of "
              + String.join(", ", ModelPlan.PROPOSERS)
              + " with --proposer.");
    }
    if (plan.tuneBetween() > 0 && models.isEmpty()) {
      throw new IllegalArgumentException(
          "--tune-between is for campaigns that ask a model; name one with --proposer.");
    }
    Library.of(plan).check(plan, !models.isEmpty());
  }

  /**
   * The plan's proposers, asked in that order; what others bring comes before them all, and is not
   * among these.
   *
   * @param evaluation how its programs are measured
   * @param model asks the models, all of them, where there are any
   */
  public static Proposer proposer(
      CampaignPlan plan, EvaluationSettings evaluation, Optional<Proposer> model) {
    List<Proposer> proposers = new ArrayList<>();
    Library library = Library.of(plan);
    Optional<Proposer> tuned = model.map(asked -> tuned(asked, plan));
    for (String name : plan.proposers()) {
      if (name.equals(OutsideProposer.NAME)) {
        continue;
      }
      Proposer proposer =
          switch (name) {
            case LibraryProposer.NAME -> new LibraryProposer(library.programs());
            case TunerProposer.NAME -> {
              Optional<ParentChoice> parents = parents(plan, evaluation);
              yield parents.isPresent()
                  ? new TunerProposer(library.edited(), plan.seed(), parents.get())
                  : new TunerProposer(library.edited(), plan.seed());
            }
            case RandomTuner.NAME -> {
              Optional<ParentChoice> parents = parents(plan, evaluation);
              yield parents.isPresent()
                  ? new RandomTuner(library.edited(), parents.get())
                  : new RandomTuner(library.edited());
            }
            default -> tuned.orElseThrow();
          };
      if (!proposers.contains(proposer)) {
        proposers.add(proposer);
      }
    }
    return new ProposerChain(proposers);
  }

  /** Whether the campaign takes what others bring. */
  public static boolean takesProposals(CampaignPlan plan) {
    return plan.proposers().contains(OutsideProposer.NAME);
  }

  /** Whether constants are tuned by who works alone, without models. */
  private static boolean tunes(CampaignPlan plan) {
    return plan.proposers().contains(TunerProposer.NAME)
        || plan.proposers().contains(RandomTuner.NAME);
  }

  /** Who tunes alone chooses by the strategy that the plan names, if it names one. */
  private static Optional<ParentChoice> parents(CampaignPlan plan, EvaluationSettings evaluation) {
    if (!plan.models().models(plan.proposers()).isEmpty()) {
      return Optional.empty();
    }
    return plan.models()
        .strategy()
        .map(strategy ->
            new ArchiveParents(
                strategy,
                plan.seed(),
                evaluation.mainAnchor().name(),
                evaluation.searchClips().stream().map(Clip::name).toList()));
  }

  private static Proposer tuned(Proposer model, CampaignPlan plan) {
    return plan.tuneBetween() == 0
        ? model
        : new InterleavedProposer(
            model, new TunerProposer(Library.of(plan).edited(), plan.seed()), turns(plan));
  }

  /**
   * Which iterations are models'. The library, where it is asked first, proposes one program an
   * iteration, so the models' first is the one behind.
   */
  public static IterationShares turns(CampaignPlan plan) {
    boolean libraryFirst =
        plan.proposers().stream()
            .takeWhile(name -> !ModelPlan.PROPOSERS.contains(name))
            .anyMatch(LibraryProposer.NAME::equals);
    return new IterationShares(
        libraryFirst ? Library.of(plan).programs().size() + 1 : 1, plan.tuneBetween());
  }
}

package dev.codecsmith.cli.plan;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.cli.anchors.AnchorChoice;
import dev.codecsmith.cli.anchors.OwnAnchor;
import dev.codecsmith.evolve.campaign.CampaignRules;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.tuner.TunerProposer;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.store.json.Json;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A campaign as a person asks for it, by options, by a YAML file or by both; options win. It is
 * changed by {@link #with}, where every part is assigned by its name.
 *
 * @param about what it is called and for
 * @param footage what is coded
 * @param measuring how a program is measured
 * @param search how programs are looked for
 * @param models what is asked of a language model, where a proposer is one
 * @param rules when it ends early, and how fast it goes
 * @param parallel how many programs run at once
 */
public record CampaignPlan(
    About about,
    Clips footage,
    Measuring measuring,
    Search search,
    ModelPlan models,
    CampaignRules rules,
    int parallel) {

  /** Most programs that may run at once. */
  static final int MOST_PARALLEL = 1024;

  /** Most iterations that may be under way at once. */
  static final int MOST_LAG = 256;

  /**
   * What a campaign is called and for.
   *
   * @param name for people
   * @param goal in words, for people and models
   */
  record About(String name, String goal) {}

  /**
   * What is coded.
   *
   * @param search files that make the score; empty for generated clips
   * @param heldOut files that are measured and reported only
   * @param frames at most so many frames of each; empty for all
   */
  record Clips(List<Path> search, List<Path> heldOut, Optional<Integer> frames) {
    Clips {
      search = List.copyOf(search);
      heldOut = List.copyOf(heldOut);
    }
  }

  /**
   * How a program is measured.
   *
   * @param qualities {@code auto} or integers separated by commas
   * @param anchors the first is the main one; none where none was asked for
   * @param limits what a program may use
   * @param devices paths below {@code /dev} that programs may open
   * @param cascade the cheap look before the full measurement
   * @param keepReconstructions whether decoded videos become artifacts
   * @param objective what programs are ranked by, where that is said
   * @param constraints what every bitstream must allow, where something is asked for
   * @param ownAnchors anchors that do not ship, where there are some
   */
  @RecordBuilder
  record Measuring(
      String qualities,
      List<String> anchors,
      CodingLimits limits,
      List<Path> devices,
      Optional<Cascade> cascade,
      boolean keepReconstructions,
      @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) Optional<Objective> objective,
      @JacksonInject(value = Json.ALSO_ABSENT, useInput = OptBoolean.TRUE)
          Optional<Constraints> constraints,
      @JacksonInject(value = Json.ABSENT_TOO, useInput = OptBoolean.TRUE)
          Optional<List<OwnAnchor>> ownAnchors) {
    Measuring {
      anchors = List.copyOf(anchors);
      devices = List.copyOf(devices);
    }
  }

  /**
   * How programs are looked for.
   *
   * @param proposers asked in this order
   * @param seed decides every random choice
   * @param pace how many experiments, and how close upon each other
   * @param editable which files of programs are edited, where not all may be
   */
  record Search(
      List<String> proposers,
      long seed,
      Pace pace,
      @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
          Optional<EditablePaths> editable) {
    Search {
      proposers = List.copyOf(proposers);
    }
  }

  /**
   * How many experiments, and how close upon each other.
   *
   * @param iterations how many experiments
   * @param lag how many of them may be under way at once
   * @param tuneBetween how many of them the tuner has after each of a model
   */
  record Pace(int iterations, int lag, int tuneBetween) {}

  /** The plan where nothing was asked for. */
  public static CampaignPlan defaults() {
    return new CampaignPlan(
        new About("codecs", "A lower BD-rate than the anchor's, over the anchor's quality band."),
        new Clips(List.of(), List.of(), Optional.empty()),
        CampaignPlanMeasuringBuilder.builder()
            .qualities("20,40,60,80")
            .anchors(List.of())
            .limits(CodingLimits.defaults())
            .devices(List.of())
            .cascade(Optional.empty())
            .keepReconstructions(false)
            .objective(Optional.empty())
            .constraints(Optional.empty())
            .ownAnchors(Optional.empty())
            .build(),
        new Search(
            List.of(LibraryProposer.NAME, TunerProposer.NAME),
            1,
            new Pace(10, 2, 0),
            Optional.empty()),
        ModelPlan.defaults(),
        CampaignRules.NONE,
        Runtime.getRuntime().availableProcessors());
  }

  /** The plan with some of it changed. */
  CampaignPlan with(Consumer<Changes> changes) {
    Changes wanted = new Changes(this);
    changes.accept(wanted);
    return wanted.plan();
  }

  /** The plan under another name. */
  public CampaignPlan named(String name) {
    return with(plan -> plan.name = name);
  }

  /**
   * The plan with another budget; what is not given stays.
   *
   * @param usd what models may cost in all
   * @param tokens what they may take in all
   */
  public CampaignPlan withBudget(
      OptionalInt iterations, Optional<BigDecimal> usd, OptionalLong tokens) {
    return with(plan -> {
      Budget before = plan.models.budget();
      plan.iterations = iterations.orElse(plan.iterations);
      plan.models =
          ModelPlanBuilder.builder(plan.models)
              .budget(
                  new Budget(usd.or(before::usd), tokens.isPresent() ? tokens : before.tokens()))
              .build();
    });
  }

  /** The plan of who measures each program in full, however it would look in a cascade. */
  public CampaignPlan withoutCascade() {
    return with(plan -> plan.cascade = Optional.empty());
  }

  public String name() {
    return about.name;
  }

  public String goal() {
    return about.goal;
  }

  public List<Path> clips() {
    return footage.search;
  }

  public List<Path> heldOut() {
    return footage.heldOut;
  }

  public Optional<Integer> frames() {
    return footage.frames;
  }

  public int iterations() {
    return search.pace.iterations;
  }

  String qualities() {
    return measuring.qualities;
  }

  List<String> anchors() {
    if (!measuring.anchors.isEmpty()) {
      return measuring.anchors;
    }
    return clips().isEmpty() ? Anchors.OF_EACH_STANDARD : List.of(Anchors.DEFAULT);
  }

  /** The anchors, by name, with those that do not ship. */
  public AnchorChoice anchorChoice() {
    return new AnchorChoice(anchors(), measuring.ownAnchors.orElse(List.of()));
  }

  public List<String> proposers() {
    return search.proposers;
  }

  public long seed() {
    return search.seed;
  }

  public int lag() {
    return search.pace.lag;
  }

  CodingLimits limits() {
    return measuring.limits;
  }

  boolean keepReconstructions() {
    return measuring.keepReconstructions;
  }

  int tuneBetween() {
    return search.pace.tuneBetween;
  }

  public List<Path> devices() {
    return measuring.devices;
  }

  Optional<Cascade> cascade() {
    return measuring.cascade;
  }

  public Objective objective() {
    return measuring.objective.orElse(Objective.DEFAULT);
  }

  /** Which files of programs the campaign edits. */
  public EditablePaths editable() {
    return search.editable.orElse(EditablePaths.ALL);
  }

  Constraints constraints() {
    return measuring.constraints.orElse(Constraints.NONE);
  }

  /** A plan in the making: what is not assigned stays. */
  static final class Changes {
    String name;
    String goal;
    List<Path> clips;
    List<Path> heldOut;
    Optional<Integer> frames;
    int iterations;
    String qualities;
    List<String> anchors;
    List<String> proposers;
    long seed;
    int lag;
    CodingLimits limits;
    boolean keepReconstructions;
    int parallel;
    ModelPlan models;
    int tuneBetween;
    List<Path> devices;
    Optional<Cascade> cascade;
    Optional<Objective> objective;
    Optional<Constraints> constraints;
    Optional<EditablePaths> editable;
    Optional<List<OwnAnchor>> ownAnchors;
    CampaignRules rules;

    private Changes(CampaignPlan plan) {
      name = plan.name();
      goal = plan.goal();
      clips = plan.clips();
      heldOut = plan.heldOut();
      frames = plan.frames();
      iterations = plan.iterations();
      qualities = plan.qualities();
      anchors = plan.measuring.anchors;
      proposers = plan.proposers();
      seed = plan.seed();
      lag = plan.lag();
      limits = plan.limits();
      keepReconstructions = plan.keepReconstructions();
      parallel = plan.parallel();
      models = plan.models();
      tuneBetween = plan.tuneBetween();
      devices = plan.devices();
      cascade = plan.cascade();
      objective = plan.measuring.objective;
      constraints = plan.measuring.constraints;
      editable = plan.search.editable;
      ownAnchors = plan.measuring.ownAnchors;
      rules = plan.rules();
    }

    private CampaignPlan plan() {
      return new CampaignPlan(
          new About(name, goal),
          new Clips(clips, heldOut, frames),
          CampaignPlanMeasuringBuilder.builder()
              .qualities(qualities)
              .anchors(anchors)
              .limits(limits)
              .devices(devices)
              .cascade(cascade)
              .keepReconstructions(keepReconstructions)
              .objective(objective)
              .constraints(constraints)
              .ownAnchors(ownAnchors)
              .build(),
          new Search(proposers, seed, new Pace(iterations, lag, tuneBetween), editable),
          models,
          rules,
          parallel);
    }
  }
}

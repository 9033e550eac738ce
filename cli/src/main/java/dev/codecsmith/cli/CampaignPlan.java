package dev.codecsmith.cli;

import dev.codecsmith.evolve.CampaignRules;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.TunerProposer;
import dev.codecsmith.lab.Anchors;
import dev.codecsmith.lab.Cascade;
import dev.codecsmith.lab.CodingLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A campaign as a person asks for it, by options, by a YAML file or by both; options win.
 *
 * @param name for people
 * @param goal what the campaign is for, in words
 * @param clips footage that makes the score; empty for generated clips
 * @param heldOut footage that is measured and reported only
 * @param frames at most so many frames of each clip; empty for all
 * @param iterations how many experiments
 * @param qualities {@code auto} or integers separated by commas
 * @param anchors the first is the main one
 * @param proposers asked in this order
 * @param seed decides every random choice
 * @param lag how many experiments may be under way at once
 * @param limits what a program may use
 * @param keepReconstructions whether decoded videos become artifacts
 * @param parallel how many programs run at once
 * @param models what is asked of a language model, where a proposer is one
 * @param tuneBetween how many experiments the tuner has after each of a model
 * @param devices paths below {@code /dev} that programs may open
 * @param cascade the cheap look before the full measurement
 * @param rules when it ends early, and how fast it goes
 */
record CampaignPlan(
    String name,
    String goal,
    List<Path> clips,
    List<Path> heldOut,
    Optional<Integer> frames,
    int iterations,
    String qualities,
    List<String> anchors,
    List<String> proposers,
    long seed,
    int lag,
    CodingLimits limits,
    boolean keepReconstructions,
    int parallel,
    ModelPlan models,
    int tuneBetween,
    List<Path> devices,
    Optional<Cascade> cascade,
    CampaignRules rules) {

  /** The plan where nothing was asked for. */
  static CampaignPlan defaults() {
    return new CampaignPlan(
        "codecs",
        "A lower BD-rate than the anchor's, over the anchor's quality band.",
        List.of(),
        List.of(),
        Optional.empty(),
        10,
        "20,40,60,80",
        List.of(Anchors.DEFAULT),
        List.of(LibraryProposer.NAME, TunerProposer.NAME),
        1,
        2,
        CodingLimits.defaults(),
        false,
        Runtime.getRuntime().availableProcessors(),
        ModelPlan.defaults(),
        0,
        List.of(),
        Optional.empty(),
        CampaignRules.NONE);
  }

  /** The plan with some of it changed. */
  CampaignPlan with(Consumer<Changes> changes) {
    Changes wanted = new Changes(this);
    changes.accept(wanted);
    return wanted.plan();
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
    CampaignRules rules;

    private Changes(CampaignPlan plan) {
      name = plan.name;
      goal = plan.goal;
      clips = plan.clips;
      heldOut = plan.heldOut;
      frames = plan.frames;
      iterations = plan.iterations;
      qualities = plan.qualities;
      anchors = plan.anchors;
      proposers = plan.proposers;
      seed = plan.seed;
      lag = plan.lag;
      limits = plan.limits;
      keepReconstructions = plan.keepReconstructions;
      parallel = plan.parallel;
      models = plan.models;
      tuneBetween = plan.tuneBetween;
      devices = plan.devices;
      cascade = plan.cascade;
      rules = plan.rules;
    }

    private CampaignPlan plan() {
      return new CampaignPlan(
          name,
          goal,
          clips,
          heldOut,
          frames,
          iterations,
          qualities,
          anchors,
          proposers,
          seed,
          lag,
          limits,
          keepReconstructions,
          parallel,
          models,
          tuneBetween,
          devices,
          cascade,
          rules);
    }
  }
}

package dev.codecsmith.cli.plan;

import dev.codecsmith.cli.options.Options;
import dev.codecsmith.cli.output.Times;
import dev.codecsmith.evolve.campaign.CampaignRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that make a campaign; each overrides what {@code --campaign} says. */
public final class CampaignOptions {
  @Mixin private MeasurementOptions measurement = new MeasurementOptions();
  @Mixin private ModelOptions models = new ModelOptions();

  @Option(
      names = "--campaign",
      paramLabel = "FILE.yaml",
      description = "A campaign in a file; options given beside it win.")
  private @Nullable Path file;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "How many experiments in all. Default: 10")
  private @Nullable Integer iterations;

  @Option(
      names = "--proposer",
      paramLabel = "NAME",
      split = ",",
      description =
          "library, tuner, random, or a model: claude, openai, command, agent, inbox; repeatable, the"
              + " next is asked when one has nothing left. With outside, what others propose by"
              + " codecsmith mcp comes before all. Default: library,tuner")
  private List<String> proposers = List.of();

  @Option(
      names = "--goal",
      paramLabel = "TEXT",
      description = "What the campaign is after, in words; models read it.")
  private @Nullable String goal;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides every random choice. Default: 1")
  private @Nullable Long seed;

  @Option(
      names = "--lag",
      paramLabel = "N",
      description =
          "How many iterations may be under way at once, model calls included; each learns from"
              + " those that far back. Part of what decides the results. Default: 2")
  private @Nullable Integer lag;

  @Option(
      names = "--tune-between",
      paramLabel = "N",
      description =
          "After each iteration of a model, let the tuner change constants of the best program for"
              + " N iterations. Default: 0")
  private @Nullable Integer tuneBetween;

  @Option(
      names = "--cascade",
      paramLabel = "FRAMES",
      description = {
        "First measure so many frames of each clip at two qualities, and measure only what is not"
            + " far behind the best there in full.",
        "A campaign file may set the qualities and the margin too."
      })
  private @Nullable Integer cascade;

  @Option(
      names = "--race",
      paramLabel = "ERROR_RATE",
      description = {
        "With a cascade: hold each program against the best of its parents and their children on"
            + " the same points, and measure it no further once it looks too far behind to be better.",
        "How often a better one may be left, such as 0.05. A tenth is measured in full all the"
            + " same, to know how often that was wrong."
      })
  private @Nullable Double race;

  @Option(
      names = "--target",
      paramLabel = "PERCENT",
      description = "End the campaign when a BD-rate is so low or lower, such as -20.")
  private @Nullable Double target;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description =
          "Begin no iteration when this run has lasted so long, such as 8h or 1h30m; the same"
              + " command goes on.")
  private @Nullable String time;

  @Option(
      names = "--pause",
      paramLabel = "TIME",
      description = "Wait between iterations, such as 60s. Default: 0")
  private @Nullable String pause;

  /** Whether a campaign file was named. */
  public boolean namesFile() {
    return file != null;
  }

  public CampaignPlan plan() throws IOException {
    return over(file == null ? CampaignPlan.defaults() : CampaignFile.read(file));
  }

  /** The plan with what is given as options in place of what it says. */
  public CampaignPlan over(CampaignPlan given) {
    CampaignPlan base = measurement.over(given);
    return base.with(plan -> {
      plan.proposers = Options.or(proposers, base.proposers());
      plan.models = models.over(base.models());
      if (goal != null) {
        plan.goal = goal;
      }
      if (iterations != null) {
        plan.iterations = Options.positive("--iterations", iterations);
      }
      if (seed != null) {
        plan.seed = seed;
      }
      if (lag != null) {
        plan.lag = Options.between("--lag", lag, 1, CampaignPlan.MOST_LAG);
      }
      if (tuneBetween != null) {
        plan.tuneBetween = Options.notNegative("--tune-between", tuneBetween);
      }
      if (cascade != null) {
        plan.cascade = Optional.of(Cascades.of(cascade, base.cascade()));
      }
      if (race != null) {
        plan.cascade = Optional.of(Cascades.racing(race, plan.cascade));
      }
      plan.rules =
          new CampaignRules(
              target == null ? base.rules().target() : OptionalDouble.of(target),
              time == null ? base.rules().time() : Optional.of(Times.parse("--time", time)),
              pause == null ? base.rules().pause() : Times.parse("--pause", pause));
    });
  }
}

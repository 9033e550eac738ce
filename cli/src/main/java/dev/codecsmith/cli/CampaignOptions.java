package dev.codecsmith.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that make a campaign; each overrides what {@code --campaign} says. */
final class CampaignOptions {
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
          "library, tuner, or a model: claude, openai, command, inbox; repeatable, the next is asked"
              + " when one has nothing left. Default: library,tuner")
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

  CampaignPlan plan() throws IOException {
    CampaignPlan base =
        measurement.over(file == null ? CampaignPlan.defaults() : CampaignFile.read(file));
    return new CampaignPlan(
        base.name(),
        goal == null ? base.goal() : goal,
        base.clips(),
        base.heldOut(),
        base.frames(),
        iterations == null ? base.iterations() : Options.positive("--iterations", iterations),
        base.qualities(),
        base.anchors(),
        Options.or(proposers, base.proposers()),
        seed == null ? base.seed() : seed,
        base.lag(),
        base.limits(),
        base.keepReconstructions(),
        base.parallel(),
        models.over(base.models()));
  }
}

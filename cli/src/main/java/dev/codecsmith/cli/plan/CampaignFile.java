package dev.codecsmith.cli.plan;

import dev.codecsmith.cli.anchors.OwnAnchor;
import dev.codecsmith.cli.output.Times;
import dev.codecsmith.cli.plan.yaml.YamlNodes;
import dev.codecsmith.cli.plan.yaml.YamlSection;
import dev.codecsmith.evolve.archive.Strategies;
import dev.codecsmith.evolve.campaign.CampaignRules;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.objective.SoftPrices;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.store.source.FileAddress;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a campaign from YAML. Each of its keys is read in one place here; one that is not known is
 * an error, so that no wish is lost.
 */
public final class CampaignFile {
  /** What paths are relative to; empty where they must be absolute. */
  private final Optional<Path> folder;

  private final YamlSection keys;

  private CampaignFile(Optional<Path> folder, YamlSection keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /**
   * Reads the file; paths in it are relative to its folder.
   *
   * @throws IllegalArgumentException with a sentence if a value or a key cannot be meant
   */
  public static CampaignPlan read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("There is no campaign file " + file + ".");
    }
    return of(file, YamlNodes.text(file));
  }

  /** The same of a file that was read before, and need not be there any more. */
  public static CampaignPlan of(Path file, String text) {
    return of(
        file.toString(),
        Optional.of(Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file)),
        text);
  }

  /**
   * The same of a text that stands in no file; paths in it must be absolute.
   *
   * @param where it came from, for complaints
   */
  public static CampaignPlan of(String where, String text) {
    return of(where, Optional.empty(), text);
  }

  private static CampaignPlan of(String where, Optional<Path> folder, String text) {
    YamlSection keys = YamlSection.read(where, text, "iterations: 20");
    return keys.end(new CampaignFile(folder, keys).plan());
  }

  private CampaignPlan plan() {
    CampaignPlan base = CampaignPlan.defaults();
    return base.with(plan -> {
      plan.name = keys.text("name").orElse(base.name());
      plan.goal = keys.text("goal").orElse(base.goal());
      plan.clips = clips();
      plan.heldOut = paths("held_out");
      plan.frames = keys.integer("frames", 1);
      plan.iterations = keys.integer("iterations", 1).orElse(base.iterations());
      plan.qualities = qualities().orElse(base.qualities());
      anchors(plan);
      plan.proposers = keys.someOf("proposers", Campaigns.proposers()).orElse(base.proposers());
      plan.seed = keys.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(base.seed());
      plan.lag = keys.integer("lag", 1, CampaignPlan.MOST_LAG).orElse(base.lag());
      plan.limits = limits(base.limits());
      plan.keepReconstructions =
          keys.flag("keep_reconstructions").orElse(base.keepReconstructions());
      plan.parallel =
          keys.integer("parallel", 1, CampaignPlan.MOST_PARALLEL).orElse(base.parallel());
      plan.models = models(base.models());
      plan.tuneBetween = keys.integer("tune_between", 0).orElse(base.tuneBetween());
      plan.devices =
          keys.texts("devices").orElse(List.of()).stream()
              .map(each -> keys.checked("devices", () -> Path.of(each)))
              .toList();
      plan.cascade = cascade();
      plan.objective = objective();
      plan.constraints = constraints();
      plan.editable = editable();
      plan.rules = rules();
    });
  }

  /** Clips that are named must be some: an empty list is no wish for generated ones. */
  private List<Path> clips() {
    List<Path> clips = paths("clips");
    if (clips.isEmpty() && keys.texts("clips").isPresent()) {
      throw keys.wrong(
          "clips", "'clips' is empty; name a clip, or leave the key out for generated clips.");
    }
    return clips;
  }

  /** Names of those that ship, and anchors of somebody's own as they are. */
  private void anchors(CampaignPlan.Changes plan) {
    List<OwnAnchor> own = new ArrayList<>();
    keys.wordsOrSections("anchors", Anchors.names(), anchor -> own(anchor, own))
        .ifPresent(names -> plan.anchors = names);
    if (!own.isEmpty()) {
      plan.ownAnchors = Optional.of(List.copyOf(own));
    }
  }

  private String own(YamlSection anchor, List<OwnAnchor> own) {
    String name = needed(anchor, "name");
    String encode = needed(anchor, "encode");
    String decode = needed(anchor, "decode");
    List<Integer> qualities = anchor.integers("qualities", 0, Integer.MAX_VALUE).orElse(List.of());
    List<Integer> band = anchor.integers("band", 0, Integer.MAX_VALUE).orElse(List.of());
    OwnAnchor given =
        anchor.end(new OwnAnchor(name, encode, decode, qualities, band, path(anchor, "files")));
    own.add(anchor.checked("name", given::checked));
    return name;
  }

  private static String needed(YamlSection anchor, String key) {
    return anchor
        .text(key)
        .orElseThrow(() -> anchor.wrong(key, "an anchor of your own needs the key '" + key + "'."));
  }

  private Optional<String> qualities() {
    return keys.texts("qualities")
        .map(values -> {
          String text = String.join(",", values);
          return keys.checked("qualities", () -> Qualities.parse(text)).toString();
        });
  }

  private CodingLimits limits(CodingLimits base) {
    return keys.section("limits")
        .map(limits ->
            limits.end(
                new CodingLimits(
                    limits
                        .positive("encode_cpu_seconds_per_megapixel")
                        .map(BigDecimal::doubleValue)
                        .orElse(base.encodeCpuSecondsPerMegapixel()),
                    limits
                        .positive("decode_cpu_seconds_per_megapixel")
                        .map(BigDecimal::doubleValue)
                        .orElse(base.decodeCpuSecondsPerMegapixel()),
                    limits
                        .positive("start_seconds")
                        .map(BigDecimal::doubleValue)
                        .orElse(base.startSeconds()),
                    limits
                        .integer("memory_mebibytes", 64)
                        .map(mebibytes -> mebibytes * Limits.MEBIBYTE)
                        .orElse(base.memoryBytes()),
                    limits.whole("decoder_bytes", 1, Long.MAX_VALUE).orElse(base.decoderBytes()))))
        .orElse(base);
  }

  private Optional<Constraints> constraints() {
    return keys.section("constraints")
        .map(constraints ->
            constraints.end(
                new Constraints(
                    constraints.integer("random_access", 1).orElse(0),
                    constraints.flag("low_delay").orElse(false))));
  }

  private Optional<EditablePaths> editable() {
    return keys.texts("editable")
        .map(paths -> {
          if (paths.isEmpty()) {
            throw keys.wrong(
                "editable",
                "'editable' is empty; name a file, or leave the key out where everything may be"
                    + " edited.");
          }
          return keys.checked("editable", () -> new EditablePaths(paths));
        });
  }

  private Optional<Objective> objective() {
    if (!keys.isSection("objective")) {
      return keys.made("objective", Objective::parse);
    }
    return keys.section("objective")
        .map(objective -> {
          Objective rates =
              (objective.isSection("metrics")
                      ? objective.section("metrics").map(CampaignFile::weighted)
                      : objective.made("metrics", Objective::parse))
                  .orElse(Objective.DEFAULT);
          SoftPrices prices = objective.section("prices").map(this::prices).orElse(SoftPrices.NONE);
          return objective.end(rates.at(prices));
        });
  }

  private static Objective weighted(YamlSection metrics) {
    SortedMap<String, Double> weights = new TreeMap<>();
    for (String name : Objective.names()) {
      metrics.positive(name).ifPresent(weight -> weights.put(name, weight.doubleValue()));
    }
    return metrics.end(
        weights.isEmpty() ? Objective.DEFAULT : new Objective(weights, SoftPrices.NONE));
  }

  private SoftPrices prices(YamlSection prices) {
    return prices.end(
        new SoftPrices(
            price(prices, "encode_cpu_second_per_megapixel"),
            price(prices, "decode_cpu_second_per_megapixel"),
            price(prices, "decoder_kibibyte")));
  }

  private static double price(YamlSection prices, String key) {
    return prices.positive(key).map(BigDecimal::doubleValue).orElse(0.0);
  }

  private Optional<Cascade> cascade() {
    return keys.section("cascade")
        .map(cascade -> {
          int frames =
              cascade
                  .integer("frames", 1)
                  .orElseThrow(() ->
                      keys.wrong(
                          "cascade", "'cascade' needs the key 'frames', such as {frames: 8}."));
          List<Integer> qualities =
              cascade.integers("qualities", 0, 100).orElse(Cascades.QUALITIES);
          double margin =
              cascade.number("margin").map(BigDecimal::doubleValue).orElse(Cascades.MARGIN);
          double checked =
              cascade
                  .number("checked")
                  .map(BigDecimal::doubleValue)
                  .orElse(Cascade.USUAL_CHECKED_SHARE);
          Optional<Racing> race = race(cascade, checked);
          List<Cascade.Rise> rises =
              cascade.sections("rises").stream()
                  .flatMap(List::stream)
                  .map(CampaignFile::rise)
                  .toList();
          return cascade.end(
              keys.checked(
                  "cascade", () -> new Cascade(frames, qualities, margin, race, rises, checked)));
        });
  }

  private static Cascade.Rise rise(YamlSection rise) {
    return rise.end(new Cascade.Rise(needed(rise, "iteration", 2), needed(rise, "frames", 2)));
  }

  private static int needed(YamlSection rise, String key, int least) {
    return rise.integer(key, least)
        .orElseThrow(() ->
            rise.wrong(
                key, "A rise needs the key '" + key + "', such as {iteration: 40, frames: 24}."));
  }

  private static Optional<Racing> race(YamlSection cascade, double usuallyChecked) {
    return cascade
        .section("race")
        .map(race -> {
          double errorRate =
              race.number("error_rate")
                  .map(BigDecimal::doubleValue)
                  .orElse(Racing.USUAL_ERROR_RATE);
          double checked =
              race.number("checked").map(BigDecimal::doubleValue).orElse(usuallyChecked);
          return race.end(cascade.checked("race", () -> new Racing(errorRate, checked)));
        });
  }

  private CampaignRules rules() {
    OptionalDouble target =
        keys.number("target")
            .map(percent -> OptionalDouble.of(percent.doubleValue()))
            .orElseGet(OptionalDouble::empty);
    Optional<Duration> time =
        keys.made(
            "time",
            text -> {
              Duration parsed = Times.parse("time", text);
              return new CampaignRules(target, Optional.of(parsed), Duration.ZERO)
                  .time()
                  .orElseThrow();
            });
    Duration pause = keys.made("pause", text -> Times.parse("pause", text)).orElse(Duration.ZERO);
    return new CampaignRules(target, time, pause);
  }

  private ModelPlan models(ModelPlan base) {
    return ModelPlanBuilder.builder()
        .listed(
            keys.sections("models")
                .map(entries -> entries.stream().map(this::entry).toList())
                .orElse(base.listed()))
        .given(
            new ModelPlan.Given(
                keys.texts("model").orElse(List.of()),
                keys.text("model_url").stream().toList(),
                keys.text("model_command"),
                keys.text("agent_command"),
                path(keys, "inbox"),
                path(keys, "key_file").map(Path::toString).stream().toList()))
        .prices(path(keys, "prices"))
        .prompts(path(keys, "prompts"))
        .ideas(path(keys, "ideas"))
        .language(keys.oneOf("language", Toolchains.languages()).orElse(base.language()))
        .strategy(keys.oneOf("strategy", Strategies.names()).or(base::strategy))
        .repairs(keys.integer("repairs", 0).orElse(base.repairs()))
        .promptTokens(
            keys.integer("prompt_tokens", ModelPlan.LEAST_PROMPT_TOKENS, ModelPlan.MOST_TOKENS)
                .orElse(base.promptTokens()))
        .replyTokens(
            keys.integer("reply_tokens", 1, ModelPlan.MOST_TOKENS).orElse(base.replyTokens()))
        .notebookEvery(keys.integer("notebook_every", 0).orElse(base.notebookEvery()))
        .budget(
            new Budget(
                keys.positive("budget_usd"),
                keys.whole("budget_tokens", 1, Long.MAX_VALUE)
                    .map(OptionalLong::of)
                    .orElseGet(OptionalLong::empty)))
        .agents(
            new ModelPlan.Agents(
                keys.integer("agent_cpu_minutes", 0).orElse(base.agents().cpuMinutes()),
                keys.integer("agent_minutes", 1).orElse(base.agents().minutes())))
        .build();
  }

  private ModelEntry entry(YamlSection model) {
    String proposer =
        model
            .oneOf("proposer", ModelPlan.PROPOSERS)
            .orElseThrow(() ->
                model.wrong(
                    "proposer",
                    "each of 'models' needs a proposer, one of "
                        + String.join(", ", ModelPlan.PROPOSERS)
                        + "."));
    Optional<String> name = model.text("name");
    Optional<URI> url = model.made("url", URI::create);
    Optional<String> command = model.text("command");
    Optional<Path> inbox = path(model, "inbox");
    Optional<Path> keyFile = path(model, "key_file");
    return model.end(
        keys.checked("models", () -> new ModelEntry(proposer, name, url, command, inbox, keyFile)));
  }

  private Optional<Path> path(YamlSection section, String key) {
    return section.made(key, this::file);
  }

  private List<Path> paths(String key) {
    return keys.texts(key).orElse(List.of()).stream()
        .map(each -> keys.checked(key, () -> file(each)))
        .toList();
  }

  private Path file(String text) {
    Path named = Path.of(text);
    if (folder.isEmpty() && !named.isAbsolute() && FileAddress.of(named).isEmpty()) {
      throw new IllegalArgumentException(
          "a campaign that is sent names files by absolute paths or addresses, not by '"
              + text
              + "'");
    }
    return folder.map(relative -> relative.resolve(named)).orElse(named);
  }
}

package dev.codecsmith.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.codecsmith.evolve.CampaignRules;
import dev.codecsmith.evolve.models.Budget;
import dev.codecsmith.lab.Cascade;
import dev.codecsmith.lab.CodingLimits;
import dev.codecsmith.sandbox.Limits;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a campaign from YAML. A key that is not known is an error, so that no wish is lost. */
final class CampaignFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private CampaignFile() {}

  private record Content(
      @Nullable String name,
      @Nullable String goal,
      @Nullable List<String> clips,
      @Nullable List<String> heldOut,
      @Nullable Integer frames,
      @Nullable Integer iterations,
      @Nullable JsonNode qualities,
      @Nullable List<String> anchors,
      @Nullable List<String> proposers,
      @Nullable Long seed,
      @Nullable Integer lag,
      @Nullable LimitsContent limits,
      @Nullable Boolean keepReconstructions,
      @Nullable Integer parallel,
      @Nullable List<ModelContent> models,
      @Nullable JsonNode model,
      @Nullable String modelUrl,
      @Nullable String modelCommand,
      @Nullable String agentCommand,
      @Nullable Integer agentEvaluations,
      @Nullable Integer agentMinutes,
      @Nullable String inbox,
      @Nullable String keyFile,
      @Nullable String prices,
      @Nullable String prompts,
      @Nullable String ideas,
      @Nullable String language,
      @Nullable String strategy,
      @Nullable Integer repairs,
      @Nullable Integer promptTokens,
      @Nullable Integer replyTokens,
      @Nullable Integer notebookEvery,
      @Nullable BigDecimal budgetUsd,
      @Nullable Long budgetTokens,
      @Nullable Integer tuneBetween,
      @Nullable List<String> devices,
      @Nullable CascadeContent cascade,
      @Nullable Double target,
      @Nullable String time,
      @Nullable String pause) {}

  private record ModelContent(
      @Nullable String proposer,
      @Nullable String name,
      @Nullable String url,
      @Nullable String command,
      @Nullable String inbox,
      @Nullable String keyFile) {}

  private record CascadeContent(
      int frames, @Nullable List<Integer> qualities, @Nullable Double margin) {}

  private record LimitsContent(
      @Nullable Double encodeCpuSecondsPerMegapixel,
      @Nullable Double decodeCpuSecondsPerMegapixel,
      @Nullable Double startSeconds,
      @JsonProperty("memory_mebibytes") @Nullable Long memoryMebibytes,
      @Nullable Long decoderBytes) {}

  /** Reads the file; paths in it are relative to its folder. */
  static CampaignPlan read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("There is no campaign file " + file + ".");
    }
    try {
      return plan(YAML.readValue(Files.readString(file), Content.class), file);
    } catch (UnrecognizedPropertyException e) {
      throw new IOException(
          "The campaign file "
              + file
              + " has an unknown key '"
              + e.getPropertyName()
              + "' in line "
              + e.getLocation().getLineNr()
              + "; known are "
              + e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList()
              + ".",
          e);
    } catch (JacksonException e) {
      throw new IOException(
          "The campaign file " + file + " cannot be read: " + e.getOriginalMessage() + ".", e);
    } catch (IllegalArgumentException e) {
      throw new IOException("The campaign file " + file + ": " + e.getMessage(), e);
    }
  }

  private static CampaignPlan plan(@Nullable Content content, Path file) {
    CampaignPlan base = CampaignPlan.defaults();
    if (content == null) {
      return base;
    }
    return base.with(plan -> {
      plan.name = or(content.name(), base.name());
      plan.goal = or(content.goal(), base.goal());
      plan.clips = clips(content.clips(), file);
      plan.heldOut = paths(content.heldOut(), file);
      plan.frames = Optional.ofNullable(content.frames()).map(n -> Options.positive("frames", n));
      plan.iterations = Options.positive("iterations", or(content.iterations(), base.iterations()));
      plan.qualities = qualities(content.qualities(), base.qualities());
      plan.anchors = or(content.anchors(), base.anchors());
      plan.proposers = or(content.proposers(), base.proposers());
      plan.seed = or(content.seed(), base.seed());
      plan.lag = Options.positive("lag", or(content.lag(), base.lag()));
      plan.limits = limits(content.limits(), base.limits());
      plan.keepReconstructions = or(content.keepReconstructions(), base.keepReconstructions());
      plan.parallel = Options.positive("parallel", or(content.parallel(), base.parallel()));
      plan.models = models(content, base.models(), file);
      plan.tuneBetween =
          Options.notNegative("tune_between", or(content.tuneBetween(), base.tuneBetween()));
      plan.devices = or(content.devices(), List.<String>of()).stream().map(Path::of).toList();
      plan.cascade =
          Optional.ofNullable(content.cascade())
              .map(cascade ->
                  new Cascade(
                      cascade.frames(),
                      or(cascade.qualities(), Cascades.QUALITIES),
                      or(cascade.margin(), Cascades.MARGIN)));
      plan.rules = rules(content);
    });
  }

  private static CampaignRules rules(Content content) {
    return new CampaignRules(
        content.target() == null ? OptionalDouble.empty() : OptionalDouble.of(content.target()),
        Optional.ofNullable(content.time()).map(text -> Times.parse("time", text)),
        content.pause() == null ? Duration.ZERO : Times.parse("pause", content.pause()));
  }

  /** Clips that are named must be some: an empty list is no wish for generated ones. */
  private static List<Path> clips(@Nullable List<String> names, Path file) {
    if (names != null && names.isEmpty()) {
      throw new IllegalArgumentException(
          "'clips' is empty; name a clip, or leave the key out for generated clips.");
    }
    return paths(names, file);
  }

  private static ModelPlan models(Content content, ModelPlan base, Path file) {
    return new ModelPlan(
        content.models() == null
            ? base.listed()
            : content.models().stream().map(model -> entry(model, file)).toList(),
        new ModelPlan.Given(
            texts(content.model()),
            content.modelUrl() == null ? List.of() : List.of(content.modelUrl()),
            Optional.ofNullable(content.modelCommand()),
            Optional.ofNullable(content.agentCommand()),
            path(content.inbox(), file),
            path(content.keyFile(), file).map(Path::toString).stream().toList()),
        path(content.prices(), file),
        path(content.prompts(), file),
        path(content.ideas(), file),
        or(content.language(), base.language()),
        content.strategy() == null ? base.strategy() : Optional.of(content.strategy()),
        or(content.repairs(), base.repairs()),
        Options.positive("prompt_tokens", or(content.promptTokens(), base.promptTokens())),
        Options.positive("reply_tokens", or(content.replyTokens(), base.replyTokens())),
        or(content.notebookEvery(), base.notebookEvery()),
        new Budget(
            Optional.ofNullable(content.budgetUsd()),
            content.budgetTokens() == null
                ? OptionalLong.empty()
                : OptionalLong.of(content.budgetTokens())),
        new ModelPlan.Agents(
            or(content.agentEvaluations(), base.agents().evaluations()),
            Options.positive(
                "agent_minutes", or(content.agentMinutes(), base.agents().minutes()))));
  }

  private static ModelEntry entry(ModelContent content, Path file) {
    String proposer = or(content.proposer(), "");
    if (!ModelPlan.PROPOSERS.contains(proposer)) {
      throw new IllegalArgumentException(
          "each of models needs a proposer, one of "
              + String.join(", ", ModelPlan.PROPOSERS)
              + ".");
    }
    return new ModelEntry(
        proposer,
        Optional.ofNullable(content.name()),
        Optional.ofNullable(content.url()).map(URI::create),
        Optional.ofNullable(content.command()),
        path(content.inbox(), file),
        path(content.keyFile(), file));
  }

  /** One text or a list of texts. */
  private static List<String> texts(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return List.of();
    }
    return node.isArray()
        ? node.valueStream().map(JsonNode::asString).toList()
        : List.of(node.asString());
  }

  private static Optional<Path> path(@Nullable String name, Path file) {
    return name == null ? Optional.empty() : Optional.of(paths(List.of(name), file).getFirst());
  }

  private static String qualities(@Nullable JsonNode node, String base) {
    if (node == null || node.isNull()) {
      return base;
    }
    if (!node.isArray()) {
      return node.asString();
    }
    return String.join(",", node.valueStream().map(JsonNode::asString).toList());
  }

  private static CodingLimits limits(@Nullable LimitsContent content, CodingLimits base) {
    if (content == null) {
      return base;
    }
    return new CodingLimits(
        or(content.encodeCpuSecondsPerMegapixel(), base.encodeCpuSecondsPerMegapixel()),
        or(content.decodeCpuSecondsPerMegapixel(), base.decodeCpuSecondsPerMegapixel()),
        or(content.startSeconds(), base.startSeconds()),
        content.memoryMebibytes() == null
            ? base.memoryBytes()
            : content.memoryMebibytes() * Limits.MEBIBYTE,
        or(content.decoderBytes(), base.decoderBytes()));
  }

  private static List<Path> paths(@Nullable List<String> names, Path file) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    return names == null ? List.of() : names.stream().map(folder::resolve).toList();
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}

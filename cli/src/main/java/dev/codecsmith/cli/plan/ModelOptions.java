package dev.codecsmith.cli.plan;

import dev.codecsmith.cli.options.Options;
import dev.codecsmith.evolve.models.budget.Budget;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which language model writes programs, and at what cost. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "[PROPOSER:]NAME",
      split = ",",
      description =
          "The model, as its server calls it; repeatable. Of several, those that improve most per"
              + " dollar are asked most. With both claude and openai: claude:NAME, openai:NAME.")
  private List<String> names = List.of();

  @Option(
      names = "--model-url",
      paramLabel = "[PROPOSER:]URL",
      description =
          "The models' server, such as http://localhost:8000/v1. Default: the maker's own")
  private List<String> urls = List.of();

  @Option(
      names = "--model-command",
      paramLabel = "'PROGRAM …'",
      description =
          "For the proposer command: a shell command that reads a prompt and writes a reply.")
  private @Nullable String command;

  @Option(
      names = "--agent-command",
      paramLabel = "'PROGRAM …'",
      description =
          "For the proposer agent: a shell command that works on TASK.md in its current folder.")
  private @Nullable String agent;

  @Option(
      names = "--agent-cpu-minutes",
      paramLabel = "N",
      description =
          "How much CPU time an agent's evaluations for one program may take; the one that exceeds"
              + " it is finished. Default: 20")
  private @Nullable Integer agentCpuMinutes;

  @Option(
      names = "--agent-minutes",
      paramLabel = "N",
      description = "When an agent is stopped; what it has by then counts. Default: 30")
  private @Nullable Integer agentMinutes;

  @Option(
      names = "--inbox",
      paramLabel = "DIR",
      description = "For the proposer inbox: where prompts appear and replies are put.")
  private @Nullable Path inbox;

  @Option(
      names = "--key-file",
      paramLabel = "[PROPOSER:]FILE",
      description =
          "A file that holds the API key. Default: the environment variable ANTHROPIC_API_KEY or"
              + " OPENAI_API_KEY")
  private List<String> keyFiles = List.of();

  @Option(
      names = "--prices",
      paramLabel = "FILE.json",
      description = "Prices of models that are not known or have changed.")
  private @Nullable Path prices;

  @Option(
      names = "--prompts",
      paramLabel = "DIR",
      description = "Prompt templates in place of those that ship.")
  private @Nullable Path prompts;

  @Option(names = "--ideas", paramLabel = "DIR", description = "More entries for the idea bank.")
  private @Nullable Path ideas;

  @Option(
      names = "--language",
      paramLabel = "NAME",
      description =
          "The language that programs are written in: java, python, c, cpp or rust. Default: java")
  private @Nullable String language;

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description =
          "What models, or a tuner without models, make programs from: islands, map-elites, pareto,"
              + " greedy or independent. Default: islands; for a tuner the best")
  private @Nullable String strategy;

  @Option(
      names = "--repairs",
      paramLabel = "N",
      description = "How often a reply that does not work goes back with its error. Default: 2")
  private @Nullable Integer repairs;

  @Option(
      names = "--prompt-tokens",
      paramLabel = "N",
      description =
          "The longest prompt, about; the least useful is left out of longer ones. Default: 100000")
  private @Nullable Integer promptTokens;

  @Option(
      names = "--reply-tokens",
      paramLabel = "N",
      description = "The longest reply, thinking included. Default: 32000")
  private @Nullable Integer replyTokens;

  @Option(
      names = "--notebook-every",
      paramLabel = "N",
      description =
          "After how many experiments a model distils their lessons for later prompts; 0 for never."
              + " Default: 10")
  private @Nullable Integer notebookEvery;

  @Option(
      names = "--budget-usd",
      paramLabel = "X",
      description = "End the campaign when model calls have cost so many dollars.")
  private @Nullable BigDecimal budgetUsd;

  @Option(
      names = "--budget-tokens",
      paramLabel = "N",
      description = "End the campaign when model calls have taken so many tokens.")
  private @Nullable Long budgetTokens;

  ModelPlan over(ModelPlan base) {
    ModelPlan.Given before = base.given();
    return ModelPlanBuilder.builder()
        .listed( // Models by options take the place of those in a file.
            names.isEmpty() ? base.listed() : List.of())
        .given(
            new ModelPlan.Given(
                Options.or(names, before.names()),
                Options.or(urls, before.urls()),
                or(command, before.command()),
                or(agent, before.agent()),
                or(inbox, before.inbox()),
                Options.or(keyFiles.stream().map(ModelPlan::absolute).toList(), before.keyFiles())))
        .prices(or(prices, base.prices()))
        .prompts(or(prompts, base.prompts()))
        .ideas(or(ideas, base.ideas()))
        .language(language == null ? base.language() : language)
        .strategy(or(strategy, base.strategy()))
        .repairs(repairs == null ? base.repairs() : repairs)
        .promptTokens(
            promptTokens == null
                ? base.promptTokens()
                : Options.between(
                    "--prompt-tokens",
                    promptTokens,
                    ModelPlan.LEAST_PROMPT_TOKENS,
                    ModelPlan.MOST_TOKENS))
        .replyTokens(
            replyTokens == null
                ? base.replyTokens()
                : Options.between("--reply-tokens", replyTokens, 1, ModelPlan.MOST_TOKENS))
        .notebookEvery(notebookEvery == null ? base.notebookEvery() : notebookEvery)
        .budget(
            new Budget(
                or(budgetUsd, base.budget().usd()),
                budgetTokens == null ? base.budget().tokens() : OptionalLong.of(budgetTokens)))
        .agents(
            new ModelPlan.Agents(
                agentCpuMinutes == null ? base.agents().cpuMinutes() : agentCpuMinutes,
                agentMinutes == null
                    ? base.agents().minutes()
                    : Options.positive("--agent-minutes", agentMinutes)))
        .build();
  }

  private static <T> Optional<T> or(@Nullable T given, Optional<T> otherwise) {
    return given == null ? otherwise : Optional.of(given);
  }
}

package dev.codecsmith.cli.plan;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.evolve.archive.Strategies;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.store.json.Json;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a campaign asks of language models; means nothing without a proposer that is one.
 *
 * @param listed models that a campaign file lists one by one; where there are any, {@code given}
 *     counts for nothing
 * @param given models by single options
 * @param prices prices that go before the ones that ship
 * @param prompts templates that replace the ones that ship
 * @param ideas ideas added to the ones that ship
 * @param language the language that programs are written in
 * @param strategy chooses what programs are made from, by a model or by a tuner without models;
 *     empty for what is usual
 * @param repairs how often a reply that does not work is sent back
 * @param promptTokens most tokens of a prompt, about
 * @param replyTokens most tokens of a reply, thinking included
 * @param notebookEvery after how many experiments lessons are distilled; 0 for never
 * @param budget what all calls together may take
 * @param agents what an agent may do for one program
 */
@RecordBuilder
public record ModelPlan(
    List<ModelEntry> listed,
    Given given,
    Optional<Path> prices,
    Optional<Path> prompts,
    Optional<Path> ideas,
    String language,
    Optional<String> strategy,
    int repairs,
    int promptTokens,
    int replyTokens,
    int notebookEvery,
    Budget budget,
    Agents agents) {

  /**
   * What an agent may do for one program.
   *
   * @param cpuMinutes how much CPU time its evaluations may take
   * @param minutes when it is stopped
   */
  @JsonIgnoreProperties("evaluations")
  public record Agents(int cpuMinutes, int minutes) {
    static final Agents DEFAULT = new Agents(20, 30);

    /** A plan of before counted evaluations, which says nothing of CPU time. */
    @JsonCreator
    static Agents read(
        @JsonProperty("cpu_minutes") @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
            Optional<Integer> cpuMinutes,
        @JsonProperty("minutes") int minutes) {
      return new Agents(cpuMinutes.orElse(DEFAULT.cpuMinutes()), minutes);
    }

    public Agents {
      if (cpuMinutes < 0) {
        throw new IllegalArgumentException(
            "An agent's minutes of CPU time must be 0 or more, found " + cpuMinutes + ".");
      }
    }
  }

  /** Less would not hold the contract and the task. */
  static final int LEAST_PROMPT_TOKENS = 4_000;

  /** More than any model reads or writes. */
  static final int MOST_TOKENS = 10_000_000;

  /** The proposers that are language models. */
  static final List<String> PROPOSERS = List.of("claude", "openai", "command", "agent", "inbox");

  /**
   * Models by single options. A name, a URL or a key file is for the only proposer that it can be
   * for, or for the one that stands before it with a colon, as in {@code claude:NAME}.
   *
   * @param names what servers call their models
   * @param urls servers
   * @param command the program that is the model, with its arguments, as a shell takes it
   * @param agent the agent's program, in the same way
   * @param inbox the folder where a person is the model
   * @param keyFiles hold API keys
   */
  record Given(
      List<String> names,
      List<String> urls,
      Optional<String> command,
      Optional<String> agent,
      Optional<Path> inbox,
      List<String> keyFiles) {
    static final Given NOTHING =
        new Given(
            List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    Given {
      names = List.copyOf(names);
      urls = List.copyOf(urls);
      keyFiles = List.copyOf(keyFiles);
    }
  }

  public ModelPlan {
    listed = List.copyOf(listed);
    if (strategy.filter(name -> !Strategies.names().contains(name)).isPresent()) {
      throw new IllegalArgumentException(
          "There is no strategy '"
              + strategy.get()
              + "'; there are "
              + String.join(", ", Strategies.names())
              + ".");
    }
    if (!Toolchains.languages().contains(language)) {
      throw new IllegalArgumentException(
          "There is no language '"
              + language
              + "'; programs are written in "
              + String.join(", ", Toolchains.languages())
              + ".");
    }
    if (notebookEvery < 0) {
      throw new IllegalArgumentException(
          "The notebook's interval must be 0 or more, found " + notebookEvery + ".");
    }
    if (repairs < 0) {
      throw new IllegalArgumentException("Repairs must be 0 or more, found " + repairs + ".");
    }
  }

  static ModelPlan defaults() {
    return ModelPlanBuilder.builder()
        .listed(List.of())
        .given(Given.NOTHING)
        .prices(Optional.empty())
        .prompts(Optional.empty())
        .ideas(Optional.empty())
        .language("java")
        .strategy(Optional.empty())
        .repairs(2)
        .promptTokens(100_000)
        .replyTokens(32_000)
        .notebookEvery(10)
        .budget(Budget.UNLIMITED)
        .agents(Agents.DEFAULT)
        .build();
  }

  /** The strategy by which models' parents are chosen. */
  public String strategyOrUsual() {
    return strategy.orElse(Strategies.DEFAULT);
  }

  /** What is said here of anything but the strategy. */
  ModelPlan withoutStrategy() {
    return ModelPlanBuilder.builder(this).strategy(Optional.empty()).build();
  }

  /**
   * The models that are asked, in the order in which they are named.
   *
   * @param proposers the campaign's
   * @throws IllegalArgumentException with a sentence if one lacks what it needs
   */
  public List<ModelEntry> models(List<String> proposers) {
    List<String> kinds = proposers.stream().filter(PROPOSERS::contains).distinct().toList();
    List<ModelEntry> models = new ArrayList<>();
    if (!listed.isEmpty() && !given.equals(Given.NOTHING)) {
      throw new IllegalArgumentException(
          "The campaign file lists its models under 'models', with their servers, keys and commands;"
              + " what is given beside that list (--model-url, --key-file, --model-command,"
              + " --agent-command, --inbox) would go unheard. Put it into the list, or name the models"
              + " by --model.");
    }
    if (listed.isEmpty()) {
      checkPrefixes(kinds);
      kinds.forEach(kind -> models.addAll(given(kind, kinds)));
    } else {
      for (ModelEntry entry : listed) {
        if (!kinds.contains(entry.proposer())) {
          throw new IllegalArgumentException(
              "The model %s is listed for the proposer %s, which is not among the campaign's: %s."
                  .formatted(entry.label(), entry.proposer(), String.join(", ", proposers)));
        }
      }
      for (String kind : kinds) {
        if (listed.stream().noneMatch(entry -> entry.proposer().equals(kind))) {
          throw new IllegalArgumentException(
              "No model is listed for the proposer " + kind + "; add one to models.");
        }
      }
      models.addAll(listed);
    }
    checkTogether(models);
    return models;
  }

  private void checkTogether(List<ModelEntry> models) {
    List<String> labels = models.stream().map(ModelEntry::label).toList();
    for (String label : labels) {
      if (labels.indexOf(label) != labels.lastIndexOf(label)) {
        throw new IllegalArgumentException(
            "Two models of the campaign are called "
                + label
                + "; their calls could not be told apart. Name one only, or give them names.");
      }
    }
    boolean budgeted = budget.usd().isPresent() || budget.tokens().isPresent();
    for (ModelEntry model : models) {
      if (budgeted && !model.counted()) {
        throw new IllegalArgumentException(
            "Nobody counts the tokens of the proposer "
                + model.proposer()
                + ", so it cannot be kept within a budget of dollars or tokens; limit it with"
                + " --iterations.");
      }
    }
  }

  private List<ModelEntry> given(String kind, List<String> kinds) {
    Optional<URI> url = only("--model-url", of(kind, kinds, given.urls())).map(URI::create);
    Optional<Path> key = only("--key-file", of(kind, kinds, given.keyFiles())).map(Path::of);
    Optional<String> command =
        switch (kind) {
          case "command" -> given.command();
          case "agent" -> given.agent();
          default -> Optional.empty();
        };
    Optional<Path> inbox = kind.equals("inbox") ? given.inbox() : Optional.empty();
    List<String> names = of(kind, kinds, given.names());
    if (names.isEmpty()) {
      return List.of(new ModelEntry(kind, Optional.empty(), url, command, inbox, key));
    }
    return names.stream()
        .map(name -> new ModelEntry(kind, Optional.of(name), url, command, inbox, key))
        .toList();
  }

  private static Optional<String> only(String option, List<String> values) {
    if (values.size() > 1) {
      throw new IllegalArgumentException(
          option
              + " is given twice for one proposer; list such models in a campaign file, under"
              + " models.");
    }
    return values.stream().findFirst();
  }

  /** The values for a proposer, without its name. */
  private static List<String> of(String kind, List<String> kinds, List<String> values) {
    return values.stream()
        .filter(value -> owner(value, kinds).equals(kind))
        .map(value -> prefix(value).isPresent() ? value.substring(kind.length() + 1) : value)
        .toList();
  }

  /** Whom a value is for: whoever it names, else the only one it can be for. */
  private static String owner(String value, List<String> kinds) {
    List<String> served =
        kinds.stream().filter(kind -> kind.equals("claude") || kind.equals("openai")).toList();
    List<String> possible = served.isEmpty() ? kinds : served;
    return prefix(value)
        .orElseGet(() -> {
          if (possible.size() != 1) {
            throw new IllegalArgumentException(
                "Say which proposer " + value + " is for: " + possible.getFirst() + ":" + value);
          }
          return possible.getFirst();
        });
  }

  /** A file that may stand behind a proposer's name, as it is called from every folder. */
  static String absolute(String file) {
    String before = prefix(file).map(kind -> kind + ":").orElse("");
    return before + Path.of(file.substring(before.length())).toAbsolutePath();
  }

  private static Optional<String> prefix(String value) {
    return PROPOSERS.stream().filter(kind -> value.startsWith(kind + ":")).findFirst();
  }

  private void checkPrefixes(List<String> kinds) {
    if (kinds.isEmpty()) {
      return;
    }
    for (List<String> values : List.of(given.names(), given.urls(), given.keyFiles())) {
      for (String value : values) {
        String owner = owner(value, kinds);
        if (!kinds.contains(owner)) {
          throw new IllegalArgumentException(
              value + " is for the proposer " + owner + ", which is not among the campaign's.");
        }
      }
    }
  }
}

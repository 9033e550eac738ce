package dev.codecsmith.cli;

import dev.codecsmith.evolve.archive.Strategies;
import dev.codecsmith.evolve.models.Budget;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a campaign asks of a language model; means nothing without a proposer that is one.
 *
 * @param name what the server calls the model
 * @param url the server; empty for the maker's own
 * @param command the program that is the model, with its arguments, as a shell takes it
 * @param inbox the folder where a person is the model
 * @param keyFile holds the API key; empty for the environment
 * @param prices prices that go before the ones that ship
 * @param prompts templates that replace the ones that ship
 * @param ideas ideas added to the ones that ship
 * @param strategy chooses what programs are made from
 * @param repairs how often a reply that does not work is sent back
 * @param promptTokens most tokens of a prompt, about
 * @param replyTokens most tokens of a reply, thinking included
 * @param budget what all calls together may take
 */
record ModelPlan(
    Optional<String> name,
    Optional<URI> url,
    Optional<String> command,
    Optional<Path> inbox,
    Optional<Path> keyFile,
    Optional<Path> prices,
    Optional<Path> prompts,
    Optional<Path> ideas,
    String strategy,
    int repairs,
    int promptTokens,
    int replyTokens,
    Budget budget) {

  /** The proposers that are language models. */
  static final List<String> PROPOSERS = List.of("claude", "openai", "command", "inbox");

  ModelPlan {
    if (!Strategies.names().contains(strategy)) {
      throw new IllegalArgumentException(
          "There is no strategy '"
              + strategy
              + "'; there are "
              + String.join(", ", Strategies.names())
              + ".");
    }
    if (repairs < 0) {
      throw new IllegalArgumentException("Repairs must be 0 or more, found " + repairs + ".");
    }
  }

  static ModelPlan defaults() {
    return new ModelPlan(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Strategies.DEFAULT,
        2,
        100_000,
        32_000,
        Budget.UNLIMITED);
  }

  /**
   * The one proposer among them that is a model, if there is one.
   *
   * @throws IllegalArgumentException if there are two, or it lacks what it needs
   */
  Optional<String> proposer(List<String> proposers) {
    List<String> models = proposers.stream().filter(PROPOSERS::contains).distinct().toList();
    if (models.size() > 1) {
      throw new IllegalArgumentException(
          "A campaign asks one model; found the proposers " + String.join(" and ", models) + ".");
    }
    models.forEach(this::check);
    return models.stream().findFirst();
  }

  private void check(String proposer) {
    switch (proposer) {
      case "command" -> needs(command.isPresent(), proposer, "--model-command 'PROGRAM …'");
      case "inbox" -> needs(inbox.isPresent(), proposer, "--inbox DIR");
      default -> needs(name.isPresent(), proposer, "--model NAME");
    }
    boolean counts = proposer.equals("claude") || proposer.equals("openai");
    if (!counts && (budget.usd().isPresent() || budget.tokens().isPresent())) {
      throw new IllegalArgumentException(
          "Nobody counts the tokens of the proposer "
              + proposer
              + ", so it cannot be kept within a budget of dollars or tokens; limit it with"
              + " --iterations.");
    }
  }

  private static void needs(boolean there, String proposer, String option) {
    if (!there) {
      throw new IllegalArgumentException("The proposer " + proposer + " needs " + option + ".");
    }
  }
}

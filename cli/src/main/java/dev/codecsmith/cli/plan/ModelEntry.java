package dev.codecsmith.cli.plan;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One of the models that a campaign asks.
 *
 * @param proposer how it is asked: one of {@link ModelPlan#PROPOSERS}
 * @param name what its server calls it, or what a command, an agent or an inbox is to be called
 * @param url its server; empty for the maker's own
 * @param command the program that it is, as a shell takes it
 * @param inbox the folder where a person is the model
 * @param keyFile holds the API key; empty for the environment
 */
public record ModelEntry(
    String proposer,
    Optional<String> name,
    Optional<URI> url,
    Optional<String> command,
    Optional<Path> inbox,
    Optional<Path> keyFile) {

  public ModelEntry {
    switch (proposer) {
      case "command" -> needs(command.isPresent(), proposer, "--model-command 'PROGRAM …'");
      case "agent" -> needs(command.isPresent(), proposer, "--agent-command 'PROGRAM …'");
      case "inbox" -> needs(inbox.isPresent(), proposer, "--inbox DIR");
      default -> needs(name.isPresent(), proposer, "--model NAME");
    }
  }

  /** What it is called in records of calls and in messages. */
  public String label() {
    return name.orElse(proposer);
  }

  /** Whether a server counts its tokens. */
  public boolean counted() {
    return proposer.equals("claude") || proposer.equals("openai");
  }

  private static void needs(boolean there, String proposer, String option) {
    if (!there) {
      throw new IllegalArgumentException("The proposer " + proposer + " needs " + option + ".");
    }
  }
}

package dev.codecsmith.evolve.prompts;

import java.util.List;

/**
 * What is sent to a model, its parts in the order in which they are sent.
 *
 * @param system the system text; the same in every prompt of a campaign
 * @param stable the beginning of the first user message; the same in every prompt of a campaign, so
 *     it is where a provider's cache ends
 * @param variable the rest of that message
 * @param omitted what was left out for want of space, as the prompt says it; empty if nothing
 * @param estimatedTokens of all parts together, by {@link TokenEstimate}
 */
public record Prompt(
    String system, String stable, String variable, List<String> omitted, int estimatedTokens) {
  public Prompt {
    omitted = List.copyOf(omitted);
  }

  /** All of it as one text, for a program or a person that takes one. */
  public String text() {
    return system + "\n" + stable + "\n" + variable;
  }
}

package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.archive.Strategies;
import dev.codecsmith.sandbox.program.EditablePaths;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a model is asked for programs.
 *
 * @param name the proposer's name on the command line and in records, such as {@code claude}
 * @param strategy chooses what a program is made from, see {@link Strategies}
 * @param seed the campaign's seed
 * @param repairs how often the model may mend a reply that did not work, in the same conversation
 * @param promptTokens most tokens of a first prompt, by {@link
 *     dev.codecsmith.evolve.prompts.TokenEstimate}
 * @param replyTokens most tokens of a reply, thinking included
 * @param notebookEvery after how many experiments the notebook is written anew; 0 for never
 * @param editable which files of programs the campaign edits; where not all, a program that has
 *     none of them, or is in another language, is no parent, and nothing is written without a
 *     parent
 */
@RecordBuilder
public record ModelProposerSettings(
    String name,
    String strategy,
    long seed,
    int repairs,
    int promptTokens,
    long replyTokens,
    int notebookEvery,
    EditablePaths editable) {
  public ModelProposerSettings {
    if (repairs < 0 || promptTokens < 1 || replyTokens < 1) {
      throw new IllegalArgumentException(
          "Repairs must be 0 or more, tokens of prompts and replies at least 1; found %d, %d, %d."
              .formatted(repairs, promptTokens, replyTokens));
    }
    if (notebookEvery < 0) {
      throw new IllegalArgumentException(
          "The notebook's interval must be 0 or more, found " + notebookEvery + ".");
    }
  }

  /** Islands, two repairs, prompts of 100,000 tokens, replies of 32,000, a notebook every ten. */
  public static ModelProposerSettings of(String name, long seed) {
    return new ModelProposerSettings(
        name, Strategies.DEFAULT, seed, 2, 100_000, 32_000, 10, EditablePaths.ALL);
  }
}

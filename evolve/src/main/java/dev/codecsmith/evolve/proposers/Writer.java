package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.models.LanguageModel;

/**
 * A model that writes programs.
 *
 * @param proposer the name that its candidates carry in records: {@code claude} where it is a
 *     campaign's only model, else with the model's name, such as {@code claude:NAME}
 * @param model answers; normally records its replies. No two writers' models have the same name
 * @param workspace whether it works in a folder with files instead of writing replies
 */
public record Writer(String proposer, LanguageModel model, boolean workspace) {

  /** A model that writes replies. */
  public Writer(String proposer, LanguageModel model) {
    this(proposer, model, false);
  }
}

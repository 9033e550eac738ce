/**
 * What a model is told. The words are in templates, one Markdown file each below the resource
 * folder {@code prompts}, which a user may replace by files of the same name in a folder of theirs;
 * the figures, programs and errors come from a {@link dev.codecsmith.evolve.prompts.PromptContext}.
 *
 * <p>A prompt never holds anything of a held-out clip, fits a budget of tokens by leaving the least
 * useful out (and saying so), and begins with what is the same in every prompt of a campaign, so
 * that a provider can cache it. The door is {@link dev.codecsmith.evolve.prompts.Prompts}.
 */
@NullMarked
package dev.codecsmith.evolve.prompts;

import org.jspecify.annotations.NullMarked;

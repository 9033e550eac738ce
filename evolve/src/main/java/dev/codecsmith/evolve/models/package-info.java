/**
 * The language models: one small interface, {@link dev.codecsmith.evolve.models.LanguageModel}, and
 * behind it Claude, every server that speaks OpenAI's chat completions, any program, and a person
 * with an editor. Around it: what a call costs, the log that makes sure nothing is paid for twice,
 * offline replay, and the bandit that shares calls among several models.
 *
 * <p>This room knows nothing of codecs, programs or campaigns and depends on no other package of
 * Codecsmith.
 */
@NullMarked
package dev.codecsmith.evolve.models;

import org.jspecify.annotations.NullMarked;

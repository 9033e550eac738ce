/**
 * The idea bank: what the field knows of coding tools, one entry a file, below the resource folder
 * {@code ideas} and in a folder of the user's. A prompt draws from it by what the scorecard lacks
 * ({@link dev.codecsmith.evolve.ideas.IdeaChoice}); the campaign remembers which ideas were tried
 * and with what effect ({@link dev.codecsmith.evolve.ideas.IdeaLog}).
 */
@NullMarked
package dev.codecsmith.evolve.ideas;

import org.jspecify.annotations.NullMarked;

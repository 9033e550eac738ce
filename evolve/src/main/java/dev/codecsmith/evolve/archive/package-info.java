/**
 * The population kept for breeding, and who is bred from next. Each strategy is one file that
 * implements {@link dev.codecsmith.evolve.archive.Archive}; {@link
 * dev.codecsmith.evolve.archive.Strategies} knows them by name.
 *
 * <p>An archive is a pure function of the finished experiments, fed in the order of their
 * iterations, and of the campaign's seed: it follows from the store, and the order in which
 * evaluations end decides nothing. Adding a member costs no more with ten thousand behind it than
 * with ten.
 */
@NullMarked
package dev.codecsmith.evolve.archive;

import org.jspecify.annotations.NullMarked;

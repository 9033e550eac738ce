/**
 * An experiment's figures as a proposer may see them: search clips only, each rate point beside
 * what the main anchor needs for the same quality. Prompts print it; the idea bank reads from it
 * what a program lacks.
 */
@NullMarked
package dev.codecsmith.evolve.scorecard;

import org.jspecify.annotations.NullMarked;

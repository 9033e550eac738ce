/**
 * Random numbers that follow from a campaign's seed, so that it can be run again. The ways in which
 * seeds are mixed differ for no better reason than that campaigns of earlier versions were drawn
 * so.
 */
@NullMarked
package dev.codecsmith.evolve.random;

import org.jspecify.annotations.NullMarked;

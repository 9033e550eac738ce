/** Candidates by changing marked constants of good programs. */
@NullMarked
package dev.codecsmith.evolve.proposers.tuner;

import org.jspecify.annotations.NullMarked;

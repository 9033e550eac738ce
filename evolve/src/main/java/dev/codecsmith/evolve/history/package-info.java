/** Experiments that have ended, as the search sees them, and which programs were proposed. */
@NullMarked
package dev.codecsmith.evolve.history;

import org.jspecify.annotations.NullMarked;

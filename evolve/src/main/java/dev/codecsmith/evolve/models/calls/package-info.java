/**
 * Calls of models written down and replayed: the log, what is in it, and models that answer from
 * it.
 */
@NullMarked
package dev.codecsmith.evolve.models.calls;

import org.jspecify.annotations.NullMarked;

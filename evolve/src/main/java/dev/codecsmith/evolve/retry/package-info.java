/** Trying work again after faults that may pass: the only place that does so. */
@NullMarked
package dev.codecsmith.evolve.retry;

import org.jspecify.annotations.NullMarked;

/** Whether and when a failed attempt is followed by another. */
@NullMarked
package dev.codecsmith.evolve.models.retry;

import org.jspecify.annotations.NullMarked;

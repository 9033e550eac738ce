/** How well one figure orders things as another does. */
@NullMarked
package dev.codecsmith.metrics.rank;

import org.jspecify.annotations.NullMarked;

/** Planes of samples and their geometry, as the metrics take them. */
@NullMarked
package dev.codecsmith.metrics.picture;

import org.jspecify.annotations.NullMarked;

/**
 * The loops over samples behind the metrics, each in a plain form that defines it and in a
 * vectorised one that must give the same. Not for use from outside.
 */
@NullMarked
package dev.codecsmith.metrics.kernel;

import org.jspecify.annotations.NullMarked;

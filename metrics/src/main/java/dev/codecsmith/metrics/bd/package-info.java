/**
 * Bjøntegaard deltas: how far two curves of rate and quality lie apart. Nothing here looks at
 * pictures.
 */
@NullMarked
package dev.codecsmith.metrics.bd;

import org.jspecify.annotations.NullMarked;

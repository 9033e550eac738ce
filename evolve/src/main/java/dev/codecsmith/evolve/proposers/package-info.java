/** Where candidates come from: one file per proposer. */
@NullMarked
package dev.codecsmith.evolve.proposers;

import org.jspecify.annotations.NullMarked;

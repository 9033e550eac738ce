/**
 * What a proposer is asked and what it gives. The proposers themselves are in the package {@code
 * proposers}.
 */
@NullMarked
package dev.codecsmith.evolve.proposal;

import org.jspecify.annotations.NullMarked;

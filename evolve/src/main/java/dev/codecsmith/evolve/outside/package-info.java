/** Proposals that others bring to a running campaign: a queue on disk, and who proposes from it. */
@NullMarked
package dev.codecsmith.evolve.outside;

import org.jspecify.annotations.NullMarked;

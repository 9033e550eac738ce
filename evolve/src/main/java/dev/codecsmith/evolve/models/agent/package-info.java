/** Coding agents: the folder they work in, and the {@code ./evaluate} they may call there. */
@NullMarked
package dev.codecsmith.evolve.models.agent;

import org.jspecify.annotations.NullMarked;

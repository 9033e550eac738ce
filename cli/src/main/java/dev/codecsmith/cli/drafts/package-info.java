/**
 * What an agent's {@code ./evaluate} and {@code ./score} measure; the agent itself is a model of
 * evolve.
 */
@NullMarked
package dev.codecsmith.cli.drafts;

import org.jspecify.annotations.NullMarked;

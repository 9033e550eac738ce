/**
 * Benchmarks: every claim about speed comes from here. {@code bench/README.md} holds the figures.
 */
@NullMarked
package dev.codecsmith.bench;

import org.jspecify.annotations.NullMarked;

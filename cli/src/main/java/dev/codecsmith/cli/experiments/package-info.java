/**
 * {@code experiments}, {@code evaluate}, {@code lineage}: what is stored of experiments, as tables
 * and JSON.
 */
@NullMarked
package dev.codecsmith.cli.experiments;

import org.jspecify.annotations.NullMarked;

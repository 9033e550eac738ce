/**
 * The steps of an evaluation as JSON: what goes into one and what comes out of it, so that each may
 * be done by another worker. Who does them is in {@code local}.
 */
@NullMarked
package dev.codecsmith.lab.steps;

import org.jspecify.annotations.NullMarked;

/**
 * What a model's server sends, read whatever shape it has: bodies, streams of events, errors. What
 * it means for a call is decided elsewhere.
 */
@NullMarked
package dev.codecsmith.evolve.models.wire;

import org.jspecify.annotations.NullMarked;

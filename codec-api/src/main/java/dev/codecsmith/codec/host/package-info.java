/**
 * Runs a {@link dev.codecsmith.codec.Codec} as the two processes of the contract for programs:
 * {@code encode SOURCE.y4m QUALITY} and {@code decode BITSTREAM}. A candidate does not see this
 * package's insides and needs nothing of it.
 */
@NullMarked
package dev.codecsmith.codec.host;

import org.jspecify.annotations.NullMarked;

/**
 * The contract a Java candidate implements: {@link dev.codecsmith.codec.Codec} and the four small
 * types it speaks of. A candidate sees this package and the JDK, nothing else; the package depends
 * on nothing.
 */
@NullMarked
package dev.codecsmith.codec;

import org.jspecify.annotations.NullMarked;

/**
 * Runs programs that nobody has read under hard limits, and knows how each language's programs are
 * built and started. Entry: {@link dev.codecsmith.sandbox.isolation.Bubblewrap#detect()} for the
 * sandbox, {@link dev.codecsmith.sandbox.toolchain.Toolchain} for the languages.
 */
@NullMarked
package dev.codecsmith.sandbox;

import org.jspecify.annotations.NullMarked;

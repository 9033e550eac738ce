/**
 * Artifacts on a disk that is not theirs to fill: a cache with a limit, and through it the
 * artifacts of a store elsewhere.
 */
@NullMarked
package dev.codecsmith.store.cache;

import org.jspecify.annotations.NullMarked;

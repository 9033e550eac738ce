/** Stores that keep everything in memory and nothing beyond the process, for tests. */
@NullMarked
package dev.codecsmith.store.memory;

import org.jspecify.annotations.NullMarked;

/**
 * The life of an experiment's record: its id, its states from queued to its end, who may change it,
 * and what is told of each change.
 */
@NullMarked
package dev.codecsmith.store.lifecycle;

import org.jspecify.annotations.NullMarked;

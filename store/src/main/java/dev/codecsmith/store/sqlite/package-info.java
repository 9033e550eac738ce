/** Experiment records, campaigns, events and cached values in one SQLite file. */
@NullMarked
package dev.codecsmith.store.sqlite;

import org.jspecify.annotations.NullMarked;

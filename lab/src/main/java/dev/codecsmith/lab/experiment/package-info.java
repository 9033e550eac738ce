/** One experiment's record, carried from queued to its end. */
@NullMarked
package dev.codecsmith.lab.experiment;

import org.jspecify.annotations.NullMarked;

/** Files of an experiment to keep: figures, program, package, bitstreams. */
@NullMarked
package dev.codecsmith.dashboard.downloads;

import org.jspecify.annotations.NullMarked;

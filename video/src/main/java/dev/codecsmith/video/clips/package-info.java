/** The clips of a machine: generated or imported once, kept as Y4M, found by name. */
@NullMarked
package dev.codecsmith.video.clips;

import org.jspecify.annotations.NullMarked;

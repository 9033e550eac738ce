/** A model's reply taken apart: marks, fences, paths, notes. Nothing is applied here. */
@NullMarked
package dev.codecsmith.evolve.edits.reply;

import org.jspecify.annotations.NullMarked;

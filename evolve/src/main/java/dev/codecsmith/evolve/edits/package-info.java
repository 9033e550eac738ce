/**
 * From a model's reply to a program. Pure: text in, a program or an instructive error out. Parsing
 * is tolerant of the many ways models write file names and fences; application is exact, all or
 * nothing, and nothing in a reply that looks like an edit is dropped in silence.
 *
 * <p>The door is {@link dev.codecsmith.evolve.edits.ProgramEdits}; {@link
 * dev.codecsmith.evolve.edits.normal.NormalisedProgram} tells duplicates before anything is built.
 */
@NullMarked
package dev.codecsmith.evolve.edits;

import org.jspecify.annotations.NullMarked;

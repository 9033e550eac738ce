/** Programs without what does not change them: comments, white space, order of files. */
@NullMarked
package dev.codecsmith.evolve.edits.normal;

import org.jspecify.annotations.NullMarked;

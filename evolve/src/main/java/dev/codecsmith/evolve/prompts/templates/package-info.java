/** The templates of prompts and the places in them. */
@NullMarked
package dev.codecsmith.evolve.prompts.templates;

import org.jspecify.annotations.NullMarked;

/** What calls took, and what they may take. */
@NullMarked
package dev.codecsmith.evolve.models.budget;

import org.jspecify.annotations.NullMarked;

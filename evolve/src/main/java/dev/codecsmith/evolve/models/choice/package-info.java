/** Which of several models is asked next. */
@NullMarked
package dev.codecsmith.evolve.models.choice;

import org.jspecify.annotations.NullMarked;

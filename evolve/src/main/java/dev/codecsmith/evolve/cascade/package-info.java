/** Which programs a cascade measures no further, and what that was worth. */
@NullMarked
package dev.codecsmith.evolve.cascade;

import org.jspecify.annotations.NullMarked;

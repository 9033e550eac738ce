/** What tokens cost. */
@NullMarked
package dev.codecsmith.evolve.models.price;

import org.jspecify.annotations.NullMarked;

/** Models on this machine: a command, or a person by way of a folder. */
@NullMarked
package dev.codecsmith.evolve.models.local;

import org.jspecify.annotations.NullMarked;

/** Puts the parts together that evaluate programs on one machine. */
@NullMarked
package dev.codecsmith.lab.assembly;

import org.jspecify.annotations.NullMarked;

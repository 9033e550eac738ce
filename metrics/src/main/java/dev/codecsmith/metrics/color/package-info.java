/** Colour differences by CIEDE2000. */
@NullMarked
package dev.codecsmith.metrics.color;

import org.jspecify.annotations.NullMarked;

/** Lines over an axis as SVG or PNG; what they show is the caller's. */
@NullMarked
package dev.codecsmith.charts;

import org.jspecify.annotations.NullMarked;

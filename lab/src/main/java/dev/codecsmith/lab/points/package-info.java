/** Rate points of one program: its runs, its bitstreams, and points that are remembered. */
@NullMarked
package dev.codecsmith.lab.points;

import org.jspecify.annotations.NullMarked;

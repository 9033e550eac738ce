/**
 * From rate points to a score: comparison with anchors, short scores, choice of qualities, flags.
 */
@NullMarked
package dev.codecsmith.lab.scoring;

import org.jspecify.annotations.NullMarked;

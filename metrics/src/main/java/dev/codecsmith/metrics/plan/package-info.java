/** How the work on a frame is cut into tasks that metrics share. No figure is computed here. */
@NullMarked
package dev.codecsmith.metrics.plan;

import org.jspecify.annotations.NullMarked;

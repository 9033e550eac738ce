/** What the kernels share: reading samples, vectors of them, sums, and warming up. */
@NullMarked
package dev.codecsmith.metrics.kernel.samples;

import org.jspecify.annotations.NullMarked;

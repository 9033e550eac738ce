/** Gaussian windows over pictures, for libvmaf's SSIM. */
@NullMarked
package dev.codecsmith.metrics.kernel.gaussian;

import org.jspecify.annotations.NullMarked;

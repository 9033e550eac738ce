/** The weighted transform of PSNR-HVS. */
@NullMarked
package dev.codecsmith.metrics.kernel.hvs;

import org.jspecify.annotations.NullMarked;

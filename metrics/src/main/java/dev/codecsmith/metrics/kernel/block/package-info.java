/** Sums over blocks of 8-bit and 16-bit samples: errors, and what ffmpeg's SSIM needs. */
@NullMarked
package dev.codecsmith.metrics.kernel.block;

import org.jspecify.annotations.NullMarked;

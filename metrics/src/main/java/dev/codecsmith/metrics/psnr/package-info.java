/** PSNR in its kinds: per plane, weighted, aggregate, ffmpeg's, and by human vision. */
@NullMarked
package dev.codecsmith.metrics.psnr;

import org.jspecify.annotations.NullMarked;

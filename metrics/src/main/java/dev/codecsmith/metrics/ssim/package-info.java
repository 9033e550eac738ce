/** SSIM in its kinds: ffmpeg's, libvmaf's, and over several scales. */
@NullMarked
package dev.codecsmith.metrics.ssim;

import org.jspecify.annotations.NullMarked;

/**
 * Measures how far a distorted video is from its reference, with the figures of ffmpeg and libvmaf,
 * and compares rate-distortion curves.
 *
 * <p>The doors are {@link dev.codecsmith.metrics.QualityMeter} for pictures and {@link
 * dev.codecsmith.metrics.bd.BjontegaardDelta} for curves. Depends on nothing but the JDK.
 */
@NullMarked
package dev.codecsmith.metrics;

import org.jspecify.annotations.NullMarked;

package dev.codecsmith.metrics.picture;

import java.lang.foreign.MemorySegment;

/**
 * One plane of samples: bytes for 8 bit, little-endian pairs of bytes above.
 *
 * @param samples the rows, from the first sample of the first row
 * @param width in samples
 * @param height in samples
 * @param strideBytes from one row to the next
 * @param bitDepth 8 to 16
 */
public record Plane(MemorySegment samples, int width, int height, long strideBytes, int bitDepth) {}

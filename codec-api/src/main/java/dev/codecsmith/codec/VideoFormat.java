package dev.codecsmith.codec;

/**
 * The format of a video.
 *
 * @param width luma width in samples, at least 1, possibly odd
 * @param height luma height in samples, at least 1, possibly odd
 * @param rateNumerator frames per second, numerator
 * @param rateDenominator frames per second, denominator
 * @param chroma chroma subsampling
 * @param bitDepth bits of a sample, 8 to 16
 */
public record VideoFormat(
    int width,
    int height,
    int rateNumerator,
    int rateDenominator,
    ChromaFormat chroma,
    int bitDepth) {}

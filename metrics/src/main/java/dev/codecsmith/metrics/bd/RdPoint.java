package dev.codecsmith.metrics.bd;

/**
 * A point of a rate-distortion curve.
 *
 * @param rateKbps bit rate, above 0; the unit cancels out as long as all points share it
 * @param quality any figure that is higher for better pictures, PSNR in dB for the classic measure
 */
public record RdPoint(double rateKbps, double quality) {}

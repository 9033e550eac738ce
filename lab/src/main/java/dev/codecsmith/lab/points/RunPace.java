package dev.codecsmith.lab.points;

/**
 * What a program's runs take beside their start, as the smoke frames told where they were set for
 * being short. By it every worker sets the same runs so.
 *
 * @param encode CPU seconds of the encoder for a megapixel of luma
 * @param decode CPU seconds of the decoder
 */
public record RunPace(double encode, double decode) {}

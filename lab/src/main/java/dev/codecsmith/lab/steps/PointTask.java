package dev.codecsmith.lab.steps;

import dev.codecsmith.lab.evaluation.KeptVideo;

/**
 * A rate point that is to be measured.
 *
 * @param clipSha256 the hash of the clip
 * @param quality the contract's QUALITY
 * @param video what is kept of the decoded frames
 * @param twice whether its bitstream is decoded a second time
 */
public record PointTask(String clipSha256, int quality, KeptVideo video, boolean twice) {}

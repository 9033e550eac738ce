package dev.codecsmith.lab.steps;

import dev.codecsmith.lab.anchors.Anchor;

/**
 * A curve that a job of anchors asks for.
 *
 * @param anchor the reference codec
 * @param clipSha256 the hash of the whole clip
 * @param frames how many of its first frames, which may be all
 */
public record CurveTask(Anchor anchor, String clipSha256, int frames) {}

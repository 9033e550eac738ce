package dev.codecsmith.video.scenes;

import java.util.function.IntFunction;

/**
 * A picture with its place in the scene and its motion.
 *
 * @param picture {@link Scene#DETAIL} samples for each frame sample
 * @param left place of the picture's left edge, in frame samples
 * @param top place of the picture's upper edge, in frame samples
 * @param endless whether the picture goes on outside as at its edge
 * @param motion what the camera sees of this layer at each frame, counted from 0
 */
record Layer(Raster picture, double left, double top, boolean endless, IntFunction<View> motion) {}

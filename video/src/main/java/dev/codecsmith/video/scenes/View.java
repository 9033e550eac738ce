package dev.codecsmith.video.scenes;

/**
 * What a camera sees of one layer.
 *
 * @param x the place of the layer at the middle of the frame, in frame samples
 * @param y likewise
 * @param zoom how much larger than painted
 * @param roll turn of the camera in radians
 */
record View(double x, double y, double zoom, double roll) {}

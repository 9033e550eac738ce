/**
 * What a media file says of a video stream before a frame is decoded: the format of its samples,
 * how they are to be understood and shown, and when. It reads what ffprobe printed and knows
 * nothing of processes or frames.
 */
@NullMarked
package dev.codecsmith.video.probe;

import org.jspecify.annotations.NullMarked;

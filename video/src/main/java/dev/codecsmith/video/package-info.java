/**
 * Reading video in Java: frames as off-heap memory, Y4M and header-less files memory-mapped, any
 * other file through a bundled ffmpeg program; and the clips that codecs are measured on: a
 * catalogue of decoded files and a generator for machines without footage.
 *
 * <p>Start at {@link dev.codecsmith.video.ffmpeg.VideoFiles#open}: it gives a {@link
 * dev.codecsmith.video.FrameReader} for any file. Frames are told apart by their index, never by a
 * timestamp.
 */
@NullMarked
package dev.codecsmith.video;

import org.jspecify.annotations.NullMarked;

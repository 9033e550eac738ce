/**
 * Files of any kind: what reads them without a header, and the bundled ffmpeg program for all that
 * is neither.
 */
@NullMarked
package dev.codecsmith.video.ffmpeg;

import org.jspecify.annotations.NullMarked;

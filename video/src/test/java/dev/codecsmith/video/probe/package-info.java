/** Tests of what is read from ffprobe. */
@NullMarked
package dev.codecsmith.video.probe;

import org.jspecify.annotations.NullMarked;

/**
 * Y4M streams and files: header, reader, writer. Other kinds of files are read in the package
 * {@code ffmpeg}.
 */
@NullMarked
package dev.codecsmith.video.y4m;

import org.jspecify.annotations.NullMarked;

/**
 * Painted scenes for generated clips: layers with textures of a natural spectrum that move against
 * each other as a camera would see them. It knows nothing of files and pixel formats, and gives the
 * same numbers on every machine: only the basic operations of IEEE arithmetic and {@link
 * java.lang.StrictMath} are used.
 */
@NullMarked
package dev.codecsmith.video.scenes;

import org.jspecify.annotations.NullMarked;

/** Frames of clips, and of what codecs made of them, decoded again when somebody looks. */
@NullMarked
package dev.codecsmith.lab.frames;

import org.jspecify.annotations.NullMarked;

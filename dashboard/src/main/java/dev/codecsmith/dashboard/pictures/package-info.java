/** The picture: frames of clips and of what codecs made of them, as PNG, and where they differ. */
@NullMarked
package dev.codecsmith.dashboard.pictures;

import org.jspecify.annotations.NullMarked;

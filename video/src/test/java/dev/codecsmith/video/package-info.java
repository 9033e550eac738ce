/** Tests of reading video, of the clip catalogue and of the generator. */
@NullMarked
package dev.codecsmith.video;

import org.jspecify.annotations.NullMarked;

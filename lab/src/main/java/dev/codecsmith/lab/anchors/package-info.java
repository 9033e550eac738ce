/** Reference codecs: which there are, how they are run, and the curves that were measured. */
@NullMarked
package dev.codecsmith.lab.anchors;

import org.jspecify.annotations.NullMarked;

/** Anchors of somebody's own, as a campaign file names them, and the files that they bring. */
@NullMarked
package dev.codecsmith.cli.anchors;

import org.jspecify.annotations.NullMarked;

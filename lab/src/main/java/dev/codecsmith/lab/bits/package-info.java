/**
 * Where a program says that its bits go, frame by frame: what it writes to standard error, held
 * against its bitstream. Nothing here is measured.
 */
@NullMarked
package dev.codecsmith.lab.bits;

import org.jspecify.annotations.NullMarked;

/** The candidate programs that ship, as text: what the library proposer hands out. */
@NullMarked
package dev.codecsmith.codecs;

import org.jspecify.annotations.NullMarked;

/** Files of the clips that a job names by hash: found, fetched and read before they are used. */
@NullMarked
package dev.codecsmith.lab.clips;

import org.jspecify.annotations.NullMarked;

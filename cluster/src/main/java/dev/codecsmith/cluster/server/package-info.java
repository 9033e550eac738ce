/** A Temporal server: where it is, how it is reached, and how values are written for it. */
@NullMarked
package dev.codecsmith.cluster.server;

import org.jspecify.annotations.NullMarked;

/** A process that does steps: it takes them from the server and gives signs of life meanwhile. */
@NullMarked
package dev.codecsmith.cluster.worker;

import org.jspecify.annotations.NullMarked;

/**
 * A running child from its start to its end: pipes, limits, what it used, and how it ended. Nothing
 * here isolates it.
 */
@NullMarked
package dev.codecsmith.sandbox.run;

import org.jspecify.annotations.NullMarked;

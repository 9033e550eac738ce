/**
 * The {@code codecsmith} command: reads the command line, wires the modules together and shows what
 * they do. Nothing else depends on this package.
 */
@NullMarked
package dev.codecsmith.cli;

import org.jspecify.annotations.NullMarked;

/** How text leaves the command: sentences, times, JSON, warnings. */
@NullMarked
package dev.codecsmith.cli.output;

import org.jspecify.annotations.NullMarked;

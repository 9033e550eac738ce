/** The data folder of a process that runs for long, with the log that it writes there. */
@NullMarked
package dev.codecsmith.cli.log;

import org.jspecify.annotations.NullMarked;

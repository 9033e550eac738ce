/** The command that is a worker. */
@NullMarked
package dev.codecsmith.cli.worker;

import org.jspecify.annotations.NullMarked;

/** How orchestrators and workers are, and their logs, asked over HTTP. */
@NullMarked
package dev.codecsmith.cli.status;

import org.jspecify.annotations.NullMarked;

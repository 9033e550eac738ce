/** {@code run} and {@code campaign}: start, continue, stop, report. */
@NullMarked
package dev.codecsmith.cli.campaign;

import org.jspecify.annotations.NullMarked;

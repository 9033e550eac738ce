/**
 * The {@code codecsmith} command: one class per subcommand, and the only place that wires the
 * modules together. Entry: {@link dev.codecsmith.cli.Codecsmith}.
 */
@NullMarked
package dev.codecsmith.cli;

import org.jspecify.annotations.NullMarked;

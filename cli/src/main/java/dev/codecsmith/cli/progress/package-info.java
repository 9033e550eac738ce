/** How a running campaign is shown: a bar on a terminal, lines elsewhere. */
@NullMarked
package dev.codecsmith.cli.progress;

import org.jspecify.annotations.NullMarked;

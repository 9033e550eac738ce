/** The command that is an orchestrator, and how it runs campaigns. */
@NullMarked
package dev.codecsmith.cli.orchestrator;

import org.jspecify.annotations.NullMarked;

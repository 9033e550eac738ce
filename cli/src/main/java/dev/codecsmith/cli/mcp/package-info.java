/** The command that serves agents by the Model Context Protocol, over standard streams or HTTP. */
@NullMarked
package dev.codecsmith.cli.mcp;

import org.jspecify.annotations.NullMarked;

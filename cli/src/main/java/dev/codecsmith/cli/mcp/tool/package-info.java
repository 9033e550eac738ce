/**
 * What a tool of the MCP server is, and what its arguments may be; the tools themselves are
 * elsewhere.
 */
@NullMarked
package dev.codecsmith.cli.mcp.tool;

import org.jspecify.annotations.NullMarked;

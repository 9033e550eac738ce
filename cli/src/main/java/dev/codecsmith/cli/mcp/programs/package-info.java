/** Tools by which agents have their own programs measured, and bring them to campaigns. */
@NullMarked
package dev.codecsmith.cli.mcp.programs;

import org.jspecify.annotations.NullMarked;

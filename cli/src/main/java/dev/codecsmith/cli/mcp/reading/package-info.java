/** Tools by which agents read what is stored, without what is known of held-out clips. */
@NullMarked
package dev.codecsmith.cli.mcp.reading;

import org.jspecify.annotations.NullMarked;

/** The commands that make stores. */
@NullMarked
package dev.codecsmith.cli.store;

import org.jspecify.annotations.NullMarked;

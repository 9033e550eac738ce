/** Options that several commands share. */
@NullMarked
package dev.codecsmith.cli.options;

import org.jspecify.annotations.NullMarked;

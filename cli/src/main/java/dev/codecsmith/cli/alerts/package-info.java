/** The command {@code alerts}: whether alerts would arrive. */
@NullMarked
package dev.codecsmith.cli.alerts;

import org.jspecify.annotations.NullMarked;

/** Options of who evaluates, where that is not this process: workers by name, or a fleet. */
@NullMarked
package dev.codecsmith.cli.options.elsewhere;

import org.jspecify.annotations.NullMarked;

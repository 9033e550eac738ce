/** {@code bdrate} and {@code plot}: curves from files and from the store. */
@NullMarked
package dev.codecsmith.cli.curves;

import org.jspecify.annotations.NullMarked;

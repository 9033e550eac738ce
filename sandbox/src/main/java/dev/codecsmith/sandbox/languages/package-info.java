/** The languages in which programs may be written, as they are found on this machine. */
@NullMarked
package dev.codecsmith.sandbox.languages;

import org.jspecify.annotations.NullMarked;

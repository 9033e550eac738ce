/**
 * What runs inside the compiler's sandbox. Nothing but the JDK is there, so nothing but the JDK is
 * used here.
 */
@NullMarked
package dev.codecsmith.sandbox.jdk;

import org.jspecify.annotations.NullMarked;

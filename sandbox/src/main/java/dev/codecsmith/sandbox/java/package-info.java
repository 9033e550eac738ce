/**
 * Java programs: the warm compilers, the archives that Java processes start from, and their
 * commands.
 */
@NullMarked
package dev.codecsmith.sandbox.java;

import org.jspecify.annotations.NullMarked;

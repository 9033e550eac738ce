/**
 * How the programs of a language are built and started, and which files of the machine they see.
 * Java has a package of its own.
 */
@NullMarked
package dev.codecsmith.sandbox.toolchain;

import org.jspecify.annotations.NullMarked;

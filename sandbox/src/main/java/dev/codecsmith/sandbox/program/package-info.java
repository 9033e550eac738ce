/**
 * A program as somebody wrote it: its files, its folder, its size. Nothing here builds or runs it.
 */
@NullMarked
package dev.codecsmith.sandbox.program;

import org.jspecify.annotations.NullMarked;

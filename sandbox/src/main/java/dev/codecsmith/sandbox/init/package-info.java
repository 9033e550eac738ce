/**
 * The first process of each sandbox, a small program of ours without libraries ({@code
 * src/main/c/init.c}): what it is told and what it says.
 */
@NullMarked
package dev.codecsmith.sandbox.init;

import org.jspecify.annotations.NullMarked;

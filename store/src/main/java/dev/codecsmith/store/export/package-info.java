/** The form in which experiments leave the program: JSON and CSV. */
@NullMarked
package dev.codecsmith.store.export;

import org.jspecify.annotations.NullMarked;

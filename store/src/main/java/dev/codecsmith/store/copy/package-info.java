/** Copies campaigns from one store to another. */
@NullMarked
package dev.codecsmith.store.copy;

import org.jspecify.annotations.NullMarked;

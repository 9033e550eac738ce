/** The one JSON mapper and its rules. */
@NullMarked
package dev.codecsmith.store.json;

import org.jspecify.annotations.NullMarked;

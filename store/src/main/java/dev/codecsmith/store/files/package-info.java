/** Artifacts as plain files below one folder. */
@NullMarked
package dev.codecsmith.store.files;

import org.jspecify.annotations.NullMarked;

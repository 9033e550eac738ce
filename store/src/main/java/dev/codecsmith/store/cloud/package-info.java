/** Stores in the cloud as a whole: how one is named, made, checked and opened. */
@NullMarked
package dev.codecsmith.store.cloud;

import org.jspecify.annotations.NullMarked;

/**
 * Source footage at addresses: fetched once, gone on with where it was cut, checked by its hash.
 */
@NullMarked
package dev.codecsmith.store.source;

import org.jspecify.annotations.NullMarked;

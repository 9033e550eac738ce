/** Who runs a campaign where several machines share a store: taken, renewed, given back. */
@NullMarked
package dev.codecsmith.store.lease;

import org.jspecify.annotations.NullMarked;

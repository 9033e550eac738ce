/** What waits on this machine's disk while a store is away, and is delivered in order later. */
@NullMarked
package dev.codecsmith.store.outbox;

import org.jspecify.annotations.NullMarked;

/** The loop that tries work again after faults that may pass; who uses it brings the policy. */
@NullMarked
package dev.codecsmith.store.attempts;

import org.jspecify.annotations.NullMarked;

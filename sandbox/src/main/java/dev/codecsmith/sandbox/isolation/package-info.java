/**
 * The sandbox itself: what bubblewrap and the first process of a run are told, and what a run may
 * see. Nothing here knows a language.
 */
@NullMarked
package dev.codecsmith.sandbox.isolation;

import org.jspecify.annotations.NullMarked;

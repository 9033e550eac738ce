/** What every store of experiments does, whichever machine or cloud it keeps them on. */
@NullMarked
package dev.codecsmith.store.experiments;

import org.jspecify.annotations.NullMarked;

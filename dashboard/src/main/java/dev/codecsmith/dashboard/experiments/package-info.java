/** Experiments: lists of a campaign's, and all that is known of one. */
@NullMarked
package dev.codecsmith.dashboard.experiments;

import org.jspecify.annotations.NullMarked;

/** What was asked for last is kept at hand, and no more than that. */
@NullMarked
package dev.codecsmith.dashboard.remembered;

import org.jspecify.annotations.NullMarked;

/** How requests are understood and answered: what they name, JSON, refusals. */
@NullMarked
package dev.codecsmith.dashboard.requests;

import org.jspecify.annotations.NullMarked;

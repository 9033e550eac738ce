/** What a person may do to campaigns and experiments from the page, where it shows the token. */
@NullMarked
package dev.codecsmith.dashboard.actions;

import org.jspecify.annotations.NullMarked;

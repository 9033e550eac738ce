/** Campaigns in a browser: beside a run, and by {@code codecsmith dashboard} of what is stored. */
@NullMarked
package dev.codecsmith.cli.dashboard;

import org.jspecify.annotations.NullMarked;

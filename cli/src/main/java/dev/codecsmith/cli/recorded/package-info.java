/** Recorded campaigns: folders that hold all of a campaign, written and read. */
@NullMarked
package dev.codecsmith.cli.recorded;

import org.jspecify.annotations.NullMarked;

/** What a campaign is to do: from options and campaign files to settings. */
@NullMarked
package dev.codecsmith.cli.plan;

import org.jspecify.annotations.NullMarked;

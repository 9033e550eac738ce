/** Campaigns: which there are, how one stands, and how its scores came. */
@NullMarked
package dev.codecsmith.dashboard.campaigns;

import org.jspecify.annotations.NullMarked;

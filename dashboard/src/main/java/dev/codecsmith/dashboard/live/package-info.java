/** What happens in campaigns, for those who follow them; how it is sent to them is not here. */
@NullMarked
package dev.codecsmith.dashboard.live;

import org.jspecify.annotations.NullMarked;

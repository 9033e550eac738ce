/** What happens in campaigns, and the log that keeps it. Who stores it stands beside the stores. */
@NullMarked
package dev.codecsmith.store.events;

import org.jspecify.annotations.NullMarked;

/**
 * Campaigns one after another: a queue on disk, the loop that runs it, a folder that files are
 * dropped into. No HTTP, and how a campaign is run is somebody else's.
 */
@NullMarked
package dev.codecsmith.service.orchestrator;

import org.jspecify.annotations.NullMarked;

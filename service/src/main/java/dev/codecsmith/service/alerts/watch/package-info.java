/**
 * Who keeps watch: each incident is told once and ended once, also over restarts, and delivered.
 */
@NullMarked
package dev.codecsmith.service.alerts.watch;

import org.jspecify.annotations.NullMarked;

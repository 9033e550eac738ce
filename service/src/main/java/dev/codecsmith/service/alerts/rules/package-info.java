/**
 * What is an incident and when it ends: rules that see events, workers and the time, and do nothing
 * but find.
 */
@NullMarked
package dev.codecsmith.service.alerts.rules;

import org.jspecify.annotations.NullMarked;

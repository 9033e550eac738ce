/**
 * HTTP of worker and orchestrator: routes, access, limits, metrics. What they do is in {@code
 * worker} and {@code orchestrator}.
 */
@NullMarked
package dev.codecsmith.service.http;

import org.jspecify.annotations.NullMarked;

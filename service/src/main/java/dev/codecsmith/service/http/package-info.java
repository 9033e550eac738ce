/** The worker's HTTP: routes, access, limits, metrics. What they do is in {@code worker}. */
@NullMarked
package dev.codecsmith.service.http;

import org.jspecify.annotations.NullMarked;

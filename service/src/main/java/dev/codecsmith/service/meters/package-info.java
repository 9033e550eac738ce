/** Figures of workers and campaigns, for Prometheus and CloudWatch alike. */
@NullMarked
package dev.codecsmith.service.meters;

import org.jspecify.annotations.NullMarked;

/**
 * What both cloud stores share: where they are, their clients, and what their servers' faults mean.
 */
@NullMarked
package dev.codecsmith.store.aws;

import org.jspecify.annotations.NullMarked;

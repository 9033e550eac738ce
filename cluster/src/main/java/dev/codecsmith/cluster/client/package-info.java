/** The caller's side: an evaluator whose jobs a fleet does. */
@NullMarked
package dev.codecsmith.cluster.client;

import org.jspecify.annotations.NullMarked;

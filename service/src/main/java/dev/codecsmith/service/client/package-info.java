/** Workers as the caller sees them: an evaluator over HTTP, and one over several workers. */
@NullMarked
package dev.codecsmith.service.client;

import org.jspecify.annotations.NullMarked;

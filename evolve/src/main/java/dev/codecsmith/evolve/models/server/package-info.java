/**
 * Models behind servers: Anthropic's format and OpenAI's, with all the ways in which servers fail.
 */
@NullMarked
package dev.codecsmith.evolve.models.server;

import org.jspecify.annotations.NullMarked;

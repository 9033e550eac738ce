/**
 * What a worker does with what it is sent: a queue, runs, their heartbeats and replies. No HTTP.
 */
@NullMarked
package dev.codecsmith.service.worker;

import org.jspecify.annotations.NullMarked;

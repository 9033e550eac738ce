/**
 * The few calls of the C library that the JDK does not offer: starting a child whose end, CPU time
 * and peak memory we read ourselves, ending a group of processes or a session, pipes, and poll.
 */
@NullMarked
package dev.codecsmith.sandbox.posix;

import org.jspecify.annotations.NullMarked;

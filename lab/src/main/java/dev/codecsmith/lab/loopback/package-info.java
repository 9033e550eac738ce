/**
 * An evaluator that sends every job, heartbeat, answer and fault through JSON, and every artifact
 * from one store to another: the proof that a job travels, and the base of those that really send.
 */
@NullMarked
package dev.codecsmith.lab.loopback;

import org.jspecify.annotations.NullMarked;

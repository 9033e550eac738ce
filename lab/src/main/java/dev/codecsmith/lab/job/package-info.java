/**
 * The evaluation contract: jobs that can be written as JSON and read elsewhere, answers, heartbeats
 * and faults, and the one interface that does them. Nothing here does the work.
 */
@NullMarked
package dev.codecsmith.lab.job;

import org.jspecify.annotations.NullMarked;

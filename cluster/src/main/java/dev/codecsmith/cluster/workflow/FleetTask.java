package dev.codecsmith.cluster.workflow;

import dev.codecsmith.lab.job.Job;

/**
 * A job for the fleet.
 *
 * @param job what is to be done
 * @param queue where workers take its steps from that can do them
 * @param pace of its steps
 */
public record FleetTask(Job<?> job, String queue, Pace pace) {}

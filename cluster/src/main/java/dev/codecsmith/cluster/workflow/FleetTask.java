package dev.codecsmith.cluster.workflow;

import dev.codecsmith.lab.job.Job;

/**
 * A job for the fleet.
 *
 * @param job what is to be done
 * @param queue where workers take its steps from that can do them
 * @param pace of its steps
 * @param artifacts names the store that the fleet shares with the caller
 * @param searchable whether the server knows the {@link SearchAttributes}
 */
public record FleetTask(
    Job<?> job, String queue, Pace pace, String artifacts, boolean searchable) {}

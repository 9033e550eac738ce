/**
 * What the fleet does, as Temporal sees it: the workflow of a job, its steps, what goes in and out.
 */
@NullMarked
package dev.codecsmith.cluster.workflow;

import org.jspecify.annotations.NullMarked;

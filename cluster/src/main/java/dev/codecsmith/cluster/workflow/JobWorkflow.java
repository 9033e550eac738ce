package dev.codecsmith.cluster.workflow;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** One job, done by a fleet: for an experiment, from its build to its score. */
@WorkflowInterface
public interface JobWorkflow {
  /** Its type, by which callers start it. */
  String TYPE = "Job";

  /** The query of {@link #news}. */
  String NEWS = "news";

  /**
   * Faults of the machine end it as a failure of this type, with details {@code (Fault, News[])}.
   */
  String MACHINE = "machine";

  @WorkflowMethod(name = TYPE)
  FleetResult run(FleetTask task);

  /** What is to be told, from the given one on, counted from 0. */
  @QueryMethod(name = NEWS)
  List<News> news(int from);
}

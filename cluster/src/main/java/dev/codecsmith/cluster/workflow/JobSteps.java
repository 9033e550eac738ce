package dev.codecsmith.cluster.workflow;

import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.steps.Course;
import dev.codecsmith.lab.steps.CurveTask;
import dev.codecsmith.lab.steps.PointResult;
import dev.codecsmith.lab.steps.PointTask;
import dev.codecsmith.lab.steps.PreparedResult;
import dev.codecsmith.lab.steps.RoundTasks;
import dev.codecsmith.lab.steps.StoredCurve;
import dev.codecsmith.store.RatePoint;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** The steps of jobs as workers do them; {@code lab.local.EvaluationSteps} says what each is. */
@ActivityInterface
public interface JobSteps {
  List<CurveTask> curves(FleetTask task);

  StoredCurve curve(FleetTask task, CurveTask curve);

  Answer trial(FleetTask task);

  PreparedResult prepare(FleetTask task);

  RoundTasks round(FleetTask task, int number, List<RatePoint> points, long decoderBytes);

  PointResult point(FleetTask task, PointTask point);

  StoredAnswer conclude(FleetTask task, Course course);
}

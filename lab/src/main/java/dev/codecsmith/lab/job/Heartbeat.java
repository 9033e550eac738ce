package dev.codecsmith.lab.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.codecsmith.store.ExperimentStatus;

/** A sign of life of a job, in a form that can be written as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Heartbeat.AnchorsDone.class, name = "anchors-done"),
  @JsonSubTypes.Type(value = Heartbeat.CurveMeasured.class, name = "curve-measured"),
  @JsonSubTypes.Type(value = Heartbeat.Phase.class, name = "phase"),
  @JsonSubTypes.Type(value = Heartbeat.PointMeasured.class, name = "point-measured"),
})
public sealed interface Heartbeat {

  /** {@code done} of {@code total} anchor curves are known. */
  record AnchorsDone(int done, int total) implements Heartbeat {}

  /** A curve, measured by a worker, that should not be measured again if the job is lost. */
  record CurveMeasured(String worker, ClipCurve curve) implements Heartbeat {}

  /** A phase began, or went on: {@code done} of {@code total} runs of it have ended. */
  record Phase(ExperimentStatus phase, int done, int total) implements Heartbeat {}

  /** A rate point, whose artifacts are stored, that should not be measured again. */
  record PointMeasured(MeasuredPoint point) implements Heartbeat {}
}

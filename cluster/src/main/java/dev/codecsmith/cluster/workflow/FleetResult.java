package dev.codecsmith.cluster.workflow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.steps.StoredCurve;
import java.util.List;

/** What came of a job, with all that was told of it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FleetResult.Curves.class, name = "curves"),
  @JsonSubTypes.Type(value = FleetResult.Told.class, name = "told"),
  @JsonSubTypes.Type(value = FleetResult.Stored.class, name = "stored"),
})
public sealed interface FleetResult {
  /** All signs of life, from the first. */
  List<News> news();

  /** All curves that a job of anchors asked for, in order. */
  record Curves(List<StoredCurve> curves, List<News> news) implements FleetResult {}

  /** An answer that is small. */
  record Told(Answer answer, List<News> news) implements FleetResult {}

  /** The artifact with the answer. */
  record Stored(String artifact, List<News> news) implements FleetResult {}
}

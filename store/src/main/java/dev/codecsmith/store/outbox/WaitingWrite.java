package dev.codecsmith.store.outbox;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.events.CampaignEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A write that was acknowledged here and is still to be delivered. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "write")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WaitingWrite.Created.class, name = "created"),
  @JsonSubTypes.Type(value = WaitingWrite.Updated.class, name = "updated"),
  @JsonSubTypes.Type(value = WaitingWrite.Told.class, name = "told"),
  @JsonSubTypes.Type(value = WaitingWrite.Cached.class, name = "cached"),
  @JsonSubTypes.Type(value = WaitingWrite.Measured.class, name = "measured"),
  @JsonSubTypes.Type(value = WaitingWrite.Forgotten.class, name = "forgotten"),
  @JsonSubTypes.Type(value = WaitingWrite.Artifact.class, name = "artifact"),
})
sealed interface WaitingWrite {

  /** The campaign that only who holds it may write; empty where anybody may. */
  default Optional<String> campaign() {
    return Optional.empty();
  }

  /** A new record. */
  record Created(ExperimentRecord record) implements WaitingWrite {
    @Override
    public Optional<String> campaign() {
      return Optional.of(record.campaignId());
    }
  }

  /** A record's next version. */
  record Updated(ExperimentRecord record) implements WaitingWrite {
    @Override
    public Optional<String> campaign() {
      return Optional.of(record.campaignId());
    }
  }

  /**
   * An event.
   *
   * @param after a number that the log had when the first event began to wait; what stands in the
   *     log up to it is not this one
   */
  record Told(String campaignId, long after, Instant time, CampaignEvent event)
      implements WaitingWrite {
    @Override
    public Optional<String> campaign() {
      return Optional.of(campaignId);
    }
  }

  /** A kept value. */
  record Cached(String key, String value) implements WaitingWrite {}

  /** Rate points of a program. */
  record Measured(String program, Map<String, RatePoint> points) implements WaitingWrite {}

  /** That a program's rate points are forgotten. */
  record Forgotten(String program) implements WaitingWrite {}

  /** An artifact, which lies beside the journal. */
  record Artifact(String sha256) implements WaitingWrite {}
}

package dev.codecsmith.lab.steps;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.points.RunPace;
import dev.codecsmith.store.json.Json;
import java.util.Optional;

/**
 * A rate point that is to be measured.
 *
 * @param clipSha256 the hash of the clip
 * @param quality the contract's QUALITY
 * @param video what is kept of the decoded frames
 * @param twice whether its bitstream is decoded a second time
 * @param pace as the smoke frames told it
 */
public record PointTask(
    String clipSha256,
    int quality,
    KeptVideo video,
    boolean twice,
    @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) Optional<RunPace> pace) {
  /** The same, at a pace. */
  public PointTask at(Optional<RunPace> newPace) {
    return new PointTask(clipSha256, quality, video, twice, newPace);
  }
}

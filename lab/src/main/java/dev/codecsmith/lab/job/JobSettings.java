package dev.codecsmith.lab.job;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@link EvaluationSettings} with clips by hash.
 *
 * @param searchClips the clips that make the score
 * @param heldOutClips clips measured beside
 * @param qualities as {@link Qualities#parse} reads them
 * @param anchors the first is the main one
 * @param limits of the programs
 * @param options the rest
 */
public record JobSettings(
    List<ClipReference> searchClips,
    List<ClipReference> heldOutClips,
    String qualities,
    List<Anchor> anchors,
    CodingLimits limits,
    Options options) {
  public JobSettings {
    searchClips = List.copyOf(searchClips);
    heldOutClips = List.copyOf(heldOutClips);
    anchors = List.copyOf(anchors);
  }

  /**
   * What few campaigns set.
   *
   * @param video which decoded videos become artifacts
   * @param devices paths below {@code /dev} that programs may open
   * @param cascade the cheap look before the full measurement, if there is one
   * @param objective what programs are ranked by
   * @param constraints what every bitstream must allow
   */
  @RecordBuilder
  public record Options(
      KeptVideo video,
      List<String> devices,
      Optional<Cascade> cascade,
      Objective objective,
      Constraints constraints) {
    public Options {
      devices = List.copyOf(devices);
    }

    /** Jobs that were begun before there were objectives and constraints have the usual ones. */
    @JsonCreator
    static Options read(
        @JsonProperty("video") KeptVideo video,
        @JsonProperty("devices") List<String> devices,
        @JsonProperty("cascade") Optional<Cascade> cascade,
        @JsonProperty("objective") @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
            Optional<Objective> objective,
        @JsonProperty("constraints")
            @JacksonInject(value = Json.ALSO_ABSENT, useInput = OptBoolean.TRUE)
            Optional<Constraints> constraints) {
      return new Options(
          video,
          devices,
          cascade,
          objective.orElse(Objective.DEFAULT),
          constraints.orElse(Constraints.NONE));
    }
  }

  /** Finds the file of a clip. */
  @FunctionalInterface
  public interface Clips {
    Clip find(ClipReference reference) throws InfrastructureException;

    /** Whether a clip is known to be on this machine, so that finding it fetches nothing. */
    default boolean isAtHand(ClipReference reference) {
      return true;
    }
  }

  /** The settings with their clips by hash. */
  public static JobSettings of(EvaluationSettings settings) {
    return new JobSettings(
        settings.searchClips().stream().map(ClipReference::of).toList(),
        settings.heldOutClips().stream().map(ClipReference::of).toList(),
        settings.qualities().toString(),
        settings.anchors(),
        settings.limits(),
        new Options(
            settings.video(),
            settings.devices().stream().map(Path::toString).toList(),
            settings.cascade().map(cascade -> cascade.checking(0)),
            settings.objective(),
            settings.constraints()));
  }

  /** These settings where the clips' files are at hand. */
  public EvaluationSettings with(Clips clips) throws InfrastructureException {
    return new EvaluationSettings(
        found(searchClips, clips),
        found(heldOutClips, clips),
        Qualities.parse(qualities),
        anchors,
        limits,
        new Extras(
            options.video(),
            options.devices().stream().map(Path::of).toList(),
            options.cascade(),
            options.objective(),
            options.constraints()));
  }

  /** All clips, those that make the score first. */
  public List<ClipReference> clips() {
    return Stream.concat(searchClips.stream(), heldOutClips.stream()).toList();
  }

  private static List<Clip> found(List<ClipReference> references, Clips clips)
      throws InfrastructureException {
    List<Clip> found = new ArrayList<>();
    for (ClipReference reference : references) {
      found.add(clips.find(reference));
    }
    return found;
  }
}

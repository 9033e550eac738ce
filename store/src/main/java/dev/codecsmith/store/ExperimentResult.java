package dev.codecsmith.store;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.race.Race;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of a candidate; {@link #NONE} until something did.
 *
 * @param decoderBytes compressed size of the built program; 0 before it is built
 * @param worker who built and ran it; empty before, and where another version stored it
 * @param executedProgramSha256 hash of the program as recorded by the process that ran it; empty
 *     before
 * @param points the rate points, by clip and quality
 * @param scores by anchor, and by {@code anchor/…} for figures reported beside the score
 * @param score BD-rate in percent against the campaign's main anchor; lower is better; empty unless
 *     succeeded
 * @param shortScore rate in percent against the main anchor on the first frames of the search clips
 *     at equal quality; lower is better; empty unless the campaign has a cascade
 * @param race how it did beside another program before it was measured in full; empty unless the
 *     campaign has races, and there was one to be held against
 * @param failure present when failed
 * @param artifacts hashes by role, such as {@code log}
 * @param warnings what a person and a proposer should know, as versions before flags stored it;
 *     what arises now is a flag
 * @param flags what a person should look at, such as a bitstream equal to another program's; no
 *     proposer sees them
 */
@RecordBuilder
public record ExperimentResult(
    long decoderBytes,
    String worker,
    String executedProgramSha256,
    List<RatePoint> points,
    Map<String, AnchorComparison> scores,
    Optional<Double> score,
    Optional<Double> shortScore,
    @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) Optional<Race> race,
    Optional<Failure> failure,
    Map<String, String> artifacts,
    List<String> warnings,
    List<String> flags) {

  /** Nothing yet. */
  public static final ExperimentResult NONE =
      new ExperimentResult(
          0,
          "",
          "",
          List.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          List.of(),
          List.of());

  public ExperimentResult {
    points = List.copyOf(points);
    scores = Map.copyOf(scores);
    artifacts = Map.copyOf(artifacts);
    warnings = List.copyOf(warnings);
    flags = List.copyOf(flags);
  }

  /** What a person should look at: warnings and flags. */
  public List<String> remarks() {
    return Stream.concat(warnings.stream(), flags.stream()).toList();
  }
}

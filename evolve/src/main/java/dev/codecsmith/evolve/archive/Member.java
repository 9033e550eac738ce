package dev.codecsmith.evolve.archive;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the archive keeps of a finished experiment.
 *
 * @param id the experiment's id
 * @param iteration its iteration, from 1
 * @param score BD-rate in percent against the main anchor, lower is better; empty if it failed
 * @param clipScores what the score is the mean of, in percent by search clip
 * @param encodeCpuSeconds CPU time of all its encodings; differs a little from run to run
 * @param decodeCpuSeconds CPU time of all its decodings; differs a little from run to run
 * @param decoderBytes compressed size of the built program
 * @param chromaLeadDb mean PSNR of the chroma planes less that of luma, in dB: how the program
 *     shares its bits between them
 * @param parents ids of the experiments it was made from
 */
@RecordBuilder
public record Member(
    String id,
    int iteration,
    Optional<Double> score,
    SortedMap<String, Double> clipScores,
    double encodeCpuSeconds,
    double decodeCpuSeconds,
    long decoderBytes,
    double chromaLeadDb,
    List<String> parents) {
  public Member {
    if (score.isPresent() && !Double.isFinite(score.get())) {
      throw new IllegalArgumentException("the score of " + id + " is not finite: " + score.get());
    }
    clipScores = Collections.unmodifiableSortedMap(new TreeMap<>(clipScores));
    parents = List.copyOf(parents);
  }

  /**
   * Reads a finished record.
   *
   * @param record succeeded or failed
   * @param mainAnchor the anchor that scores are against
   * @param searchClips the clips that count; what the record has of others is not looked at
   */
  public static Member of(
      ExperimentRecord record, String mainAnchor, Collection<String> searchClips) {
    SortedMap<String, Double> clipScores = new TreeMap<>();
    AnchorComparison comparison =
        record.scores().get(AnchorComparison.keyOfScore(record.scores(), mainAnchor));
    if (comparison != null) {
      comparison
          .perClip()
          .forEach((clip, rate) -> {
            if (searchClips.contains(clip) && rate instanceof BdRate.Value value) {
              clipScores.put(clip, value.percent());
            }
          });
    }
    List<RatePoint> points =
        record.points().stream().filter(p -> searchClips.contains(p.clip())).toList();
    return MemberBuilder.builder()
        .id(record.id())
        .iteration(record.iteration())
        .score(record.score())
        .clipScores(clipScores)
        .encodeCpuSeconds(points.stream().mapToDouble(p -> p.encode().cpuSeconds()).sum())
        .decodeCpuSeconds(points.stream().mapToDouble(p -> p.decode().cpuSeconds()).sum())
        .decoderBytes(record.decoderBytes())
        .chromaLeadDb(
            points.stream()
                .map(p -> chromaLead(p.metrics()))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average()
                .orElse(0))
        .parents(record.candidate().parents())
        .build();
  }

  private static OptionalDouble chromaLead(Map<String, Double> metrics) {
    Double y = metrics.get("psnr_y");
    Double u = metrics.getOrDefault("psnr_u", metrics.get("psnr_cb"));
    Double v = metrics.getOrDefault("psnr_v", metrics.get("psnr_cr"));
    if (y == null || u == null || v == null || !Double.isFinite(y + u + v)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((u + v) / 2 - y);
  }
}

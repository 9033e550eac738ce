package dev.codecsmith.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentIdentity;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.Samples;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

final class JsonTest {
  @Property(seed = "20260101", tries = 200)
  void experimentComesBackEqual(@ForAll("experiments") ExperimentRecord experiment) {
    String json = Json.write(experiment);
    assertThat(Json.read(json, ExperimentRecord.class)).isEqualTo(experiment);
    assertThat(Json.write(Json.read(json, ExperimentRecord.class))).isEqualTo(json);
  }

  @Property(seed = "20260102", tries = 200)
  void bdRateComesBackEqual(@ForAll("rates") BdRate rate) {
    assertThat(Json.read(Json.write(rate), BdRate.class)).isEqualTo(rate);
  }

  @Property(seed = "20260103")
  void figureComesBackToTheLastBit(@ForAll("figures") double figure) {
    assertThat(Json.read(Json.write(figure), Double.class)).isEqualTo(figure);
    assertThat(Json.figure(figure).toString()).isEqualTo(Json.write(figure));
  }

  @Provide
  Arbitrary<Double> figures() {
    return Arbitraries.oneOf(
        Arbitraries.doubles(),
        Arbitraries.of(
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, Double.MIN_VALUE));
  }

  @Provide
  Arbitrary<BdRate> rates() {
    Arbitrary<Double> shares = Arbitraries.doubles().between(0, 1);
    return Arbitraries.oneOf(
        Combinators.combine(figures(), shares).as(BdRate.Value::new),
        shares.map(BdRate.TooLittleOverlap::new),
        Arbitraries.integers().greaterOrEqual(0).map(BdRate.TooFewPoints::new),
        Arbitraries.of(new BdRate.NoOverlap(), new BdRate.NotMonotonic(), new BdRate.NotFinite()));
  }

  @Provide
  Arbitrary<ExperimentRecord> experiments() {
    Arbitrary<Optional<Failure>> failures =
        Combinators.combine(
                Arbitraries.of(FailureKind.values()),
                Arbitraries.of(ExperimentStatus.values()),
                Arbitraries.strings())
            .as(Failure::new)
            .optional();
    return Combinators.combine(
            Arbitraries.of(ExperimentStatus.values()),
            candidates(),
            points().list().ofMaxSize(4),
            Arbitraries.maps(names(), comparisons()).ofMaxSize(3),
            figures().optional(),
            failures,
            Arbitraries.strings().list().ofMaxSize(3),
            instants())
        .as((status, candidate, points, scores, score, failure, warnings, time) ->
            new ExperimentRecord(
                new ExperimentIdentity("exp_iter7_x", "c", 7, time),
                Long.MAX_VALUE,
                new Lease("me", score.map(_ -> time)),
                status,
                candidate,
                ExperimentResultBuilder.builder(ExperimentResult.NONE)
                    .decoderBytes(Long.MAX_VALUE)
                    .points(points)
                    .scores(scores)
                    .score(score)
                    .shortScore(score.map(value -> value / 2))
                    .failure(failure)
                    .warnings(warnings)
                    .flags(warnings)
                    .artifacts(candidate.artifacts())
                    .build(),
                time.plusNanos(1)));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().ofMinLength(1).ofMaxLength(8);
  }

  private static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 4_000_000_000L),
            Arbitraries.longs().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  private static Arbitrary<CandidateRecord> candidates() {
    return Combinators.combine(
            names(),
            names().list().ofMaxSize(3),
            Arbitraries.strings(),
            Arbitraries.maps(names(), names()).ofMaxSize(3))
        .as((name, parents, reasoning, artifacts) ->
            new CandidateRecord(name, "java", "ab", "tuner", parents, reasoning, artifacts));
  }

  private Arbitrary<AnchorComparison> comparisons() {
    return Combinators.combine(rates(), Arbitraries.maps(names(), rates()).ofMaxSize(3))
        .as(AnchorComparison::new);
  }

  private Arbitrary<RatePoint> points() {
    Arbitrary<RatePoint.Resources> resources =
        Combinators.combine(figures(), figures(), Arbitraries.longs()).as(RatePoint.Resources::new);
    return Combinators.combine(
            names(),
            Arbitraries.integers(),
            Arbitraries.longs(),
            figures(),
            Arbitraries.maps(names(), figures()).ofMaxSize(4),
            resources,
            resources)
        .as((clip, quality, bytes, bitrate, metrics, encode, decode) ->
            new RatePoint(
                clip,
                quality,
                bytes,
                bitrate,
                metrics,
                encode,
                decode,
                "cd",
                "",
                Optional.of("a machine"),
                Optional.of("ef"),
                Optional.of("01")));
  }

  @Test
  void aPointOfAReleaseThatNotedNoMachineNoVideoAndNoBitsIsRead() {
    String written =
        """
        {"clip":"a","quality":20,"bytes":1,"bitrate_kbps":8.0,"metrics":{},
         "encode":{"cpu_seconds":1.0,"wall_seconds":1.0,"peak_memory_bytes":1},
         "decode":{"cpu_seconds":1.0,"wall_seconds":1.0,"peak_memory_bytes":1},
         "bitstream_sha256":"cd","frames_sha256":""%s}
        """;
    RatePoint point = Json.read(written.formatted(""), RatePoint.class);
    assertThat(point.machine()).isEmpty();
    assertThat(point.videoSha256()).isEmpty();
    assertThat(point.bitsSha256()).isEmpty();
    assertThat(Json.read(written.formatted(",\"machine\":null"), RatePoint.class).machine())
        .isEmpty();
    assertThat(Json.read(written.formatted(",\"machine\":\"m\""), RatePoint.class).machine())
        .contains("m");
  }

  @Test
  void documentReadsAsDocumented() {
    ExperimentRecord record =
        Samples.failed(Samples.queued("c", 1, "me"), FailureKind.BAND_NOT_COVERED);
    assertThat(Json.write(record))
        .contains(
            "\"campaign_id\":\"c\"",
            "\"status\":\"failed\"",
            "\"kind\":\"band-not-covered\"",
            "\"score\":null",
            "\"created\":\"2026-01-01T00:00:01Z\"");
  }

  @Test
  void bdRateIsAFigureOrANamedState() {
    assertThat(Json.write(new BdRate.Value(-12.5, 0.75)))
        .isEqualTo("{\"percent\":-12.5,\"coverage\":0.75}");
    assertThat(Json.write(new BdRate.NotMonotonic())).isEqualTo("{\"state\":\"not-monotonic\"}");
    assertThat(Json.write(new BdRate.TooLittleOverlap(0.5)))
        .isEqualTo("{\"state\":\"too-little-overlap\",\"coverage\":0.5}");
    assertThat(Json.write(new BdRate.TooFewPoints(3)))
        .isEqualTo("{\"state\":\"too-few-points\",\"points\":3}");
  }

  @Test
  void bdRateIsAPlainNumberOutside() {
    assertThat(BdRates.toOutside(new BdRate.Value(-12.5, 0.75))).hasToString("-12.5");
    assertThat(BdRates.toOutside(new BdRate.NoOverlap())).hasToString("{\"state\":\"no-overlap\"}");
  }

  @Test
  void infinityIsAWord() {
    assertThat(Json.write(new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1}))
        .isEqualTo("[\"inf\",\"-inf\",1.0]");
    assertThat(Json.read("[\"inf\",\"-inf\",1]", double[].class))
        .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1);
  }

  @Test
  void arrayOfFiguresHoldsFiguresOnly() {
    for (String invalid : new String[] {"[1,\"x\"]", "[null]", "[[1]]", "1", "[1"}) {
      assertThatThrownBy(() -> Json.read(invalid, double[].class))
          .as(invalid)
          .isInstanceOf(JacksonException.class);
    }
  }

  @Test
  void nanIsNoFigure() {
    assertThatThrownBy(() -> Json.write(new BdRate.Value(Double.NaN, 1)))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> Json.write(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Json.read("\"NaN\"", Double.class))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void whatIsMissingUnknownOrOfAnotherTypeIsAnError() {
    String valid = Json.write(new RatePoint.Resources(1, 2, 3));
    assertThat(Json.read(valid, RatePoint.Resources.class).cpuSeconds()).isEqualTo(1);
    for (String invalid :
        new String[] {
          "{\"cpu_seconds\":1,\"wall_seconds\":2}",
          "{\"cpu_seconds\":1,\"wall_seconds\":null,\"peak_memory_bytes\":3}",
          "{\"cpu_seconds\":1,\"wall_seconds\":\"2\",\"peak_memory_bytes\":3}",
          "{\"cpu_seconds\":1,\"wall_seconds\":2,\"peak_memory_bytes\":3,\"more\":4}",
          valid + "x"
        }) {
      assertThatThrownBy(() -> Json.read(invalid, RatePoint.Resources.class))
          .as(invalid)
          .isInstanceOf(JacksonException.class);
    }
    assertThatThrownBy(() -> Json.read("{\"state\":\"great\"}", BdRate.class))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("great");
    assertThatThrownBy(() -> Json.read("{\"percent\":1}", BdRate.class))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("coverage");
  }
}

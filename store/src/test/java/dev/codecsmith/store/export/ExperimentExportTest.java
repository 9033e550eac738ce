package dev.codecsmith.store.export;

import static dev.codecsmith.store.Samples.failed;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.sqlite.SqliteExperimentStore;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ExperimentExportTest {
  @TempDir private Path folder;

  @Test
  void experimentHasThePromisedKeys() throws StoreException {
    JsonNode json = ExperimentExport.toJson(succeeded(queued("c", 3, "me"), -12.5));
    assertThat(json.path("id").asString()).isEqualTo("exp_iter3_c");
    assertThat(json.path("iteration").asInt()).isEqualTo(3);
    assertThat(json.path("status").asString()).isEqualTo("succeeded");
    assertThat(json.path("failure").isNull()).isTrue();
    assertThat(json.path("language").asString()).isEqualTo("java");
    assertThat(json.path("proposer").asString()).isEqualTo("library");
    assertThat(json.path("program_sha256").asString()).isEqualTo(Samples.PROGRAM);
    assertThat(json.path("decoder_bytes").asLong()).isEqualTo(1234);
    assertThat(json.path("score").asDouble()).isEqualTo(-12.5);
    assertThat(json.path("short_score").asDouble()).isEqualTo(-11);
    assertThat(json.path("bd_rate"))
        .hasToString("{\"x264-medium\":-12.5,\"x265-medium\":{\"state\":\"no-overlap\"}}");
    assertThat(json.path("bd_rate_per_clip").path("x264-medium"))
        .hasToString("{\"carphone\":-12.5}");
    assertThat(json.path("artifacts").propertyNames()).containsExactly("log", "program");
  }

  @Test
  void ratePointHasThePromisedFigures() throws StoreException {
    JsonNode points = ExperimentExport.toJson(succeeded(queued("c", 3, "me"), 1)).path("points");
    assertThat(points).hasSize(2);
    ObjectNode point = (ObjectNode) points.path(0).deepCopy();
    point.remove(List.of("metrics", "bitstream_sha256"));
    assertThat(point)
        .hasToString(
            "{\"clip\":\"carphone\",\"quality\":20,\"bytes\":10020,\"bitrate_kbps\":128.5,"
                + "\"psnr_y\":31.5,\"psnr_u\":32.5,\"psnr_v\":33.5,\"psnr_avg\":32.0,"
                + "\"psnr_yuv\":31.75,\"ssim_y\":0.91,\"ssim_all\":0.92,"
                + "\"encode_cpu_s\":1.25,\"decode_cpu_s\":0.25,"
                + "\"encode_wall_s\":1.5,\"decode_wall_s\":0.5,"
                + "\"peak_memory_bytes\":100663296}");
    assertThat(points.path(0).path("metrics").path("ffmpeg_psnr_y").asDouble()).isEqualTo(31.375);
  }

  @Test
  void failureHasItsKindAndFullText() throws StoreException {
    JsonNode json = ExperimentExport.toJson(failed(queued("c", 1, "me"), FailureKind.OUT_OF_TIME));
    assertThat(json.path("status").asString()).isEqualTo("failed");
    assertThat(json.path("failure"))
        .hasToString(
            "{\"kind\":\"out-of-time\",\"phase\":\"building\","
                + "\"message\":\"Main.java:3: ';' expected\"}");
    assertThat(json.path("score").isNull()).isTrue();
    assertThat(json.path("short_score").isNull()).isTrue();
    assertThat(json.path("points")).isEmpty();
    assertThat(json.path("bd_rate")).isEmpty();
  }

  @Test
  void infinitePsnrIsAWord() throws StoreException {
    ExperimentRecord lossless = withPoint(Samples.point("carphone", 100, Double.POSITIVE_INFINITY));
    JsonNode point = ExperimentExport.toJson(lossless).path("points").path(0);
    assertThat(point.path("psnr_y").asString()).isEqualTo("inf");
  }

  @Test
  void ratePointSaysWhereItWasMeasuredIfThatWasNoted() throws StoreException {
    RatePoint whole = Samples.point("carphone", 40, 36);
    ExperimentRecord noted =
        withPoint(RatePointBuilder.builder(whole).machine(Optional.of("w, a processor")).build());
    assertThat(ExperimentExport.toJson(noted).path("points").path(0).path("machine").asString())
        .isEqualTo("w, a processor");
    ExperimentRecord unknown =
        withPoint(RatePointBuilder.builder(whole).machine(Optional.empty()).build());
    assertThat(ExperimentExport.toJson(unknown).path("points").path(0).has("machine")).isFalse();
  }

  @Test
  void missingFigureIsAnErrorThatNamesIt() {
    RatePoint whole = Samples.point("carphone", 40, 36);
    Map<String, Double> metrics = new HashMap<>(whole.metrics());
    metrics.remove("psnr_y");
    ExperimentRecord incomplete =
        withPoint(RatePointBuilder.builder(whole).metrics(metrics).build());
    assertThatThrownBy(() -> ExperimentExport.toJson(incomplete))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("exp_iter1_c", "psnr_y", "carphone", "quality 40");
  }

  @Test
  void chromaThatLibvmafHasNoFigureOfIsNull() throws StoreException {
    RatePoint whole = Samples.point("line", 40, 36);
    Map<String, Double> metrics = new HashMap<>(whole.metrics());
    metrics.remove("psnr_cb");
    ExperimentRecord narrow = withPoint(RatePointBuilder.builder(whole).metrics(metrics).build());
    assertThat(ExperimentExport.toJson(narrow).path("points").path(0).path("psnr_u").isNull())
        .isTrue();
  }

  private static ExperimentRecord withPoint(RatePoint point) {
    ExperimentRecord queued = queued("c", 1, "me");
    return ExperimentRecordBuilder.builder(queued)
        .status(ExperimentStatus.ENCODING)
        .result(
            ExperimentResultBuilder.builder(ExperimentResult.NONE).points(List.of(point)).build())
        .build();
  }

  @Test
  void campaignIsOneObject() throws Exception {
    try (ExperimentStore store = store()) {
      StringWriter out = new StringWriter();
      ExperimentExport.writeJson(store, "c", ExperimentExport.toJson(Samples.campaign("c")), out);
      JsonNode json = Json.mapper().readTree(out.toString());
      assertThat(json.propertyNames()).containsExactly("campaign", "experiments");
      assertThat(json.path("campaign").path("settings").path("iterations").asInt()).isEqualTo(10);
      assertThat(json.path("experiments")).hasSize(2);
      assertThat(json.path("experiments").path(1))
          .hasToString(ExperimentExport.toJson(store.find("exp_iter2_c").orElseThrow()).toString());
      assertThat(out.toString()).endsWith("}\n");
    }
  }

  @Test
  void faultInTheMiddleLeavesNothingThatLooksWhole() throws Exception {
    try (ExperimentStore store = store()) {
      RatePoint empty =
          RatePointBuilder.builder(Samples.point("carphone", 40, 36)).metrics(Map.of()).build();
      store.delete(List.of("exp_iter1_c"));
      store.create(withPoint(empty));
      StringWriter out = new StringWriter();
      assertThatThrownBy(() ->
              ExperimentExport.writeJson(
                  store, "c", ExperimentExport.toJson(Samples.campaign("c")), out))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> Json.mapper().readTree(out.toString()))
          .isInstanceOf(tools.jackson.core.JacksonException.class);
    }
  }

  @Test
  void tableHasOneRowPerRatePoint() throws Exception {
    try (ExperimentStore store = store()) {
      store.delete(List.of("exp_iter1_c"));
      store.create(
          Samples.flagged(succeeded(queued("c", 1, "me"), -12.5), "Look.", "Again, please."));
      StringWriter out = new StringWriter();
      ExperimentExport.writeCsv(store, "c", out);
      assertThat(out.toString().lines().toList())
          .containsExactly(
              "id,iteration,status,name,language,proposer,program_sha256,decoder_bytes,score,"
                  + "clip,quality,bytes,bitrate_kbps,psnr_y,psnr_u,psnr_v,psnr_avg,psnr_yuv,"
                  + "ssim_y,ssim_all,encode_cpu_s,decode_cpu_s,encode_wall_s,decode_wall_s,"
                  + "peak_memory_bytes,bitstream_sha256,warnings",
              row("20,10020,128.5,31.5,32.5,33.5,32.0,31.75"),
              row("40,10040,128.5,36.25,37.25,38.25,36.75,36.5"));
    }
  }

  private static String row(String figures) {
    return "exp_iter1_c,1,succeeded,intra,java,library,"
        + Samples.PROGRAM
        + ",1234,-12.5,carphone,"
        + figures
        + ",0.91,0.92,1.25,0.25,1.5,0.5,100663296,"
        + Samples.BITSTREAM
        + ",\"Look. Again, please.\"";
  }

  @Test
  void tableQuotesWhatWouldBreakIt() throws Exception {
    try (ExperimentStore store = store()) {
      ExperimentRecord record = withPoint(Samples.point("the \"big\", one", 40, 36));
      store.delete(List.of(record.id()));
      store.create(record);
      StringWriter out = new StringWriter();
      ExperimentExport.writeCsv(store, "c", out);
      assertThat(out.toString()).contains(",encoding,").contains(",\"the \"\"big\"\", one\",40,");
    }
  }

  /** A success and a failure. */
  private ExperimentStore store() throws StoreException {
    ExperimentStore store = SqliteExperimentStore.open(folder.resolve("store.sqlite"));
    store.putCampaignIfAbsent(Samples.campaign("c"));
    store.create(succeeded(queued("c", 1, "me"), -12.5));
    store.create(failed(queued("c", 2, "me"), FailureKind.CRASHED));
    return store;
  }
}

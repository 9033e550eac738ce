package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.bits.StandardErrorReport;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Where bits go, as a program reports it. */
class BitsRoutesTest extends ServedStoreTest {
  private static final String POINT = "?clip=carphone&quality=20";
  private static final String TWO_FRAMES =
      """
      codecsmith-bits frame=1 type=P bits=60 motion=20
      codecsmith-bits frame=0 type=I bits=100 residual=90 modes=10
      """;

  @Override
  ExperimentStore open() {
    return new MemoryExperimentStore();
  }

  private String path(String rest) {
    return "/api/experiments/" + experiment(1) + "/" + rest;
  }

  private void report(String text) throws Exception {
    campaign.reporting(
        1,
        artifacts.put(
            StandardErrorReport.of(text)
                .check(2, 25)
                .orElseThrow()
                .toJson()
                .getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void bitsAreToldByTypeByElementAndByFrame() throws Exception {
    report(TWO_FRAMES);

    JsonNode bits = json(get(path("bits" + POINT)));

    assertThat(bits.path("bits").asInt()).isEqualTo(200);
    assertThat(bits.path("not_reported").asInt()).isEqualTo(40);
    assertThat(bits.path("types").toString())
        .isEqualTo(
            "[{\"type\":\"I\",\"frames\":1,\"bits\":100},{\"type\":\"P\",\"frames\":1,\"bits\":60}]");
    assertThat(bits.path("elements").valueStream().map(each -> each.path("element").asString()))
        .containsExactly("modes", "motion", "other", "residual");
    assertThat(bits.path("frames").get(1).path("elements").path("motion").asInt()).isEqualTo(20);
    assertThat(json(get(path(""))).path("points").get(0).path("bits_sha256").isString()).isTrue();
  }

  @Test
  void allFramesComeAsCsv() throws Exception {
    report(TWO_FRAMES);

    assertThat(get(path("bits.csv")).body().lines().toList())
        .isEqualTo(
            List.of(
                "clip,quality,frame,type,bits,bits_modes,bits_motion,bits_residual",
                "carphone,20,0,I,100,10,,90",
                "carphone,20,1,P,60,,20,"));
  }

  @Test
  void whatIsRefusedIsSaid() throws Exception {
    report("codecsmith-bits frame=0 type=I bits=100");

    JsonNode bits = json(get(path("bits" + POINT)));

    assertThat(bits.path("refused").asString()).startsWith("1 of 2 frames are reported.");
    assertThat(bits.path("frames")).isEmpty();
    assertThat(get(path("bits.csv")).statusCode()).isEqualTo(404);
  }

  @Test
  void aProgramThatReportsNothingIsSaid() throws Exception {
    campaign.succeeded(1, -3);

    assertThat(get(path("bits" + POINT)).statusCode()).isEqualTo(404);
    assertThat(get(path("bits" + POINT)).body()).contains("does not report where its bits go");
    assertThat(get(path("bits?clip=other&quality=20")).body()).contains("no rate point");
    assertThat(get(path("bits?clip=carphone&quality=x")).statusCode()).isEqualTo(400);
  }
}

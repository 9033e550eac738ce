package dev.codecsmith.service.meters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.alerts.channels.HttpSink;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;

/** A campaign's figures, in both registries. */
@Timeout(60)
class CampaignMetersTest {
  private final CampaignMeters meters = new CampaignMeters();

  private void hear(CampaignEvent... events) {
    for (CampaignEvent event : events) {
      meters.on(Instant.EPOCH, event);
    }
  }

  private void aCampaign() {
    hear(
        new CampaignBegun("night", 10),
        new ModelsSpent(1, 100, 20, new BigDecimal("1.50"), 0, 0),
        new ModelAnswered(
            "model",
            "slot",
            "question",
            Optional.of(10L),
            Optional.of(5L),
            Optional.of(new BigDecimal("0.25")),
            Duration.ZERO),
        ended(1, Optional.of(-3.5)),
        ended(2, Optional.empty()),
        ended(3, Optional.of(2.0)),
        ended(4, Optional.of(-1.0)));
  }

  private static ExperimentEnded ended(int iteration, Optional<Double> score) {
    return new ExperimentEnded(
        "exp_iter" + iteration,
        iteration,
        "name",
        score,
        score.isPresent() ? Optional.empty() : Optional.of(FailureKind.CRASHED),
        ExperimentStatus.SUCCEEDED,
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whatIsWantedIsAtLeastOneWhileACampaignRunsAndNothingAfterwards() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    meters.bindTo(registry);
    assertThat(registry.scrape()).contains("codecsmith_campaign_wanted 0.0");
    hear(new CampaignBegun("night", 10));
    assertThat(registry.scrape()).contains("codecsmith_campaign_wanted 1.0");
    for (int iteration = 1; iteration <= 3; iteration++) {
      hear(
          new ExperimentPhase(
              "exp_iter" + iteration, iteration, "name", ExperimentStatus.BUILDING));
    }
    hear(new ExperimentPhase("exp_iter1", 1, "name", ExperimentStatus.ENCODING));
    assertThat(registry.scrape()).contains("codecsmith_campaign_wanted 3.0");
    hear(ended(1, Optional.of(-3.5)));
    assertThat(registry.scrape()).contains("codecsmith_campaign_wanted 2.0");
    hear(new CampaignStopped("asked to"));
    assertThat(registry.scrape()).contains("codecsmith_campaign_wanted 0.0");
  }

  @Test
  void prometheusIsShownWhatEventsSay() {
    aCampaign();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    meters.bindTo(registry);
    assertThat(registry.scrape())
        .contains(
            "codecsmith_campaign_iterations_ended_total 4.0",
            "codecsmith_campaign_iterations_failed_total 1.0",
            "codecsmith_campaign_score_best_percent -3.5",
            "codecsmith_campaign_failure_rate 0.25",
            "codecsmith_campaign_spent_usd 1.75",
            "codecsmith_campaign_spent_tokens 135.0");
  }

  @Test
  void whatIsNotKnownIsNoFigure() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    meters.bindTo(registry);
    assertThat(registry.scrape())
        .contains(
            "codecsmith_campaign_score_best_percent NaN",
            "codecsmith_campaign_failure_rate NaN",
            "codecsmith_campaign_spent_usd NaN");
  }

  @Test
  void anotherCampaignBeginsAnew() {
    aCampaign();
    hear(new CampaignContinued(3, 10, Optional.of(-20.0)), ended(4, Optional.of(7.0)));
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    meters.bindTo(registry);
    assertThat(registry.scrape())
        .contains(
            "codecsmith_campaign_iterations_ended_total 5.0",
            "codecsmith_campaign_score_best_percent -20.0",
            "codecsmith_campaign_failure_rate 0.0",
            "codecsmith_campaign_spent_usd NaN");
  }

  @Test
  void cloudWatchIsSentTheSameFigures() throws Exception {
    System.setProperty("aws.accessKeyId", "id");
    System.setProperty("aws.secretAccessKey", "secret");
    try (HttpSink sink = new HttpSink()) {
      // An empty map.
      sink.answer(200, "application/cbor", new byte[] {(byte) 0xa0});
      CloudWatchMeters cloud =
          CloudWatchMeters.start(
              Optional.of(
                  CloudWatchAddress.parse(
                      "Codecsmith/Test,region=eu-central-1,endpoint=" + sink.address())),
              meters);
      aCampaign();
      // The end sends, as each minute does.
      cloud.close();
      HttpSink.Request request = sink.take();
      assertThat(request.path()).endsWith("/operation/PutMetricData");
      assertThat(request.authorization()).contains("/eu-central-1/monitoring/aws4_request");
      Map<String, Double> figures = figures(request.body());
      assertThat(request.text()).contains("Codecsmith/Test");
      assertThat(figures)
          .containsEntry("codecsmith.campaign.score.best.value", -3.5)
          .containsEntry("codecsmith.campaign.failure.rate.value", 0.25)
          .containsEntry("codecsmith.campaign.spent.value", 1.75)
          .containsEntry("codecsmith.campaign.spent.tokens.value", 135.0)
          .containsEntry("codecsmith.campaign.iterations.ended.count", 4.0)
          .containsEntry("codecsmith.campaign.iterations.failed.count", 1.0);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  /** The values by the names of their metrics. */
  private static Map<String, Double> figures(byte[] body) throws Exception {
    Map<String, Double> figures = new HashMap<>();
    try (JsonParser in = new CBORFactory().createParser(body)) {
      String metric = "";
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token.isScalarValue() && "MetricName".equals(in.currentName())) {
          metric = in.getText();
        } else if (token.isNumeric() && "Value".equals(in.currentName())) {
          figures.put(metric, in.getDoubleValue());
        }
      }
    }
    return figures;
  }
}

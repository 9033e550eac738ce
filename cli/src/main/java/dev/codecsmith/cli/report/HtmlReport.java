package dev.codecsmith.cli.report;

import dev.codecsmith.cli.output.Times;
import dev.codecsmith.dashboard.downloads.CampaignReports;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.live.CampaignStanding;
import dev.codecsmith.dashboard.live.ModelFigures;
import dev.codecsmith.dashboard.live.Scored;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.lab.scoring.Scoring;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.BdRates;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A campaign as one HTML file that needs nothing else, to be printed or sent. */
public final class HtmlReport implements CampaignReports {
  private static final Map<String, String> WORDS =
      Map.of(
          "ssim", "by SSIM",
          "held-out", "held-out clips",
          "psnr_y", "by PSNR-Y",
          "ms_ssim", "by MS-SSIM",
          "psnr_hvs", "by PSNR-HVS",
          "objective", "by the objective");

  private static final String NONE = "–";
  private static final int MOST_BESTS = 20;

  private final ExperimentStore store;
  private final CampaignAnchors anchors;
  private final ReportPictures pictures;

  /**
   * @param frames of the best program and of its clips, for the pictures
   * @param patience how long pictures that are still to be decoded are waited for
   */
  public HtmlReport(
      ExperimentStore store, CampaignAnchors anchors, FrameLibrary frames, Duration patience) {
    this.store = store;
    this.anchors = anchors;
    this.pictures = new ReportPictures(frames, patience);
  }

  @Override
  public byte[] of(CampaignRecord campaign, CampaignStanding state)
      throws IOException, InterruptedException {
    CampaignStanding.Snapshot now = state.at(campaign.created());
    Html html = new Html();
    html.element("h1", campaign.name());
    html.element("p class=\"quiet\"", campaign.id() + ", begun " + Times.at(campaign.created()));
    List<ExperimentSummary> bests = store.best(campaign.id(), MOST_BESTS);
    head(html, campaign, now, bests);
    List<Scored> scores = state.scores();
    String main = anchors.main(campaign);
    if (!scores.isEmpty()) {
      html.element("h2", "How the scores came");
      html.drawing(
          "Scores over iterations",
          ReportCharts.scores(
              scores, CampaignObjective.words(campaign).orElse("BD-rate against " + main)));
    }
    clips(html, campaign);
    bests(html, bests, main, CampaignObjective.words(campaign));
    Optional<ExperimentRecord> best =
        bests.isEmpty() ? Optional.empty() : store.find(bests.getFirst().id());
    if (best.isPresent()) {
      Optional<CampaignAnchors.Known> known = anchors.of(campaign);
      best(html, best.get(), main, known);
      pictures.add(html, best.get(), known);
    }
    models(html, state.models());
    failures(html, campaign);
    html.element("h2", "How it was measured");
    html.element(
        "p",
        "A score is %s over the anchor's quality band, the mean over the search clips; less is better. %s"
            .formatted(
                CampaignObjective.words(campaign).orElse("BD-rate against " + main),
                Metric.PSNR_YUV_DEFINITION));
    return Html.bytes(
        html.page(campaign.name(), ResourceFiles.text(HtmlReport.class, "report.css")));
  }

  private void head(
      Html html,
      CampaignRecord campaign,
      CampaignStanding.Snapshot now,
      List<ExperimentSummary> bests)
      throws IOException {
    List<List<String>> facts = new ArrayList<>();
    facts.add(
        List.of(
            CampaignObjective.words(campaign).map(words -> "Best score").orElse("Best BD-rate"),
            bests.isEmpty() ? NONE : bests.getFirst().score().map(HtmlReport::rate).orElse(NONE)));
    int ended =
        store.counts(campaign.id()).entrySet().stream()
            .filter(count -> count.getKey().isFinal())
            .mapToInt(Map.Entry::getValue)
            .sum();
    facts.add(
        List.of(
            "Iterations", now.iterations() == 0 ? "" + ended : ended + " of " + now.iterations()));
    now.spent().ifPresent(spent -> facts.add(List.of("Models", spent(spent))));
    html.facts(facts);
    now.stopping().ifPresent(reason -> html.element("p", reason));
  }

  private static String spent(Spending spent) {
    if (spent.knownUsd().signum() == 0 && spent.callsOfUnknownCost() > 0) {
      return "cost unknown";
    }
    return "$"
        + spent.knownUsd().toPlainString()
        + (spent.callsOfUnknownCost() > 0
            ? " and " + spent.callsOfUnknownCost() + " calls of unknown cost"
            : "");
  }

  private static void clips(Html html, CampaignRecord campaign) {
    JsonNode settings = Json.mapper().readTree(campaign.settingsJson());
    List<List<String>> rows = new ArrayList<>();
    for (String role : List.of("clips", "held_out")) {
      for (JsonNode clip : settings.path(role)) {
        rows.add(
            List.of(
                clip.path("name").asString(),
                role.equals("clips") ? "search" : "held out",
                clip.path("frames").asString(""),
                clip.path("sha256").asString()));
      }
    }
    if (!rows.isEmpty()) {
      html.element("h2", "Clips");
      html.table(List.of("Clip", "Role", "Frames", "SHA-256"), rows);
    }
  }

  private static void bests(
      Html html, List<ExperimentSummary> bests, String main, Optional<String> objective) {
    if (bests.isEmpty()) {
      return;
    }
    html.element("h2", "The best programs");
    objective.ifPresent(words -> html.element("p class=\"quiet\"", "By " + words + "."));
    List<List<String>> rows = new ArrayList<>();
    for (ExperimentSummary line : bests) {
      rows.add(
          List.of(
              line.program().name(),
              Integer.toString(line.iteration()),
              line.program().proposer(),
              line.score().map(HtmlReport::rate).orElse(NONE),
              rate(
                  Optional.ofNullable(
                      line.result()
                          .figures()
                          .get(
                              AnchorComparison.keyOfScore(line.result().figures(), main)
                                  + Scoring.HELD_OUT))),
              Long.toString(line.result().decoderBytes()),
              line.result().cpu().map(cpu -> seconds(cpu.encodeSeconds())).orElse(NONE),
              line.result().cpu().map(cpu -> seconds(cpu.decodeSeconds())).orElse(NONE),
              String.join(" ", line.result().remarks())));
    }
    html.table(
        List.of(
            "Program",
            "Iteration",
            "Proposer",
            objective.isPresent() ? "Score" : "BD-rate",
            "Held out",
            "Decoder bytes",
            "Encoder CPU",
            "Decoder CPU",
            "Look at"),
        rows);
  }

  private static void best(
      Html html, ExperimentRecord best, String main, Optional<CampaignAnchors.Known> known)
      throws IOException {
    html.element("h2", "The best: " + best.candidate().name());
    html.element("p class=\"quiet\"", best.id());
    best.remarks().forEach(remark -> html.element("p", remark));
    TreeSet<String> clips = new TreeSet<>();
    best.scores().values().forEach(comparison -> clips.addAll(comparison.perClip().keySet()));
    List<String> heads = new ArrayList<>(List.of("Against", "Mean"));
    heads.addAll(clips);
    List<List<String>> rows = new ArrayList<>();
    SequencedMap<String, AnchorComparison> scores = new TreeMap<>(AnchorComparison.shown(main));
    scores.putAll(best.scores());
    scores.forEach((anchor, comparison) -> {
      List<String> row =
          new ArrayList<>(List.of(against(anchor), rate(Optional.of(comparison.overall()))));
      clips.forEach(clip -> row.add(rate(Optional.ofNullable(comparison.perClip().get(clip)))));
      rows.add(row);
    });
    if (!rows.isEmpty()) {
      html.table(heads, rows);
    }
    if (known.isPresent()) {
      SequencedMap<String, List<RatePoint>> points = new LinkedHashMap<>();
      best.points()
          .forEach(
              point -> points.computeIfAbsent(point.clip(), _ -> new ArrayList<>()).add(point));
      for (Map.Entry<String, List<RatePoint>> each : points.entrySet()) {
        html.drawing(
            "Quality over rate on " + each.getKey(),
            ReportCharts.rates(each.getKey(), each.getValue(), known.get()));
      }
    }
    if (!best.candidate().reasoning().isBlank()) {
      html.element("p class=\"quiet\"", "Why it was made so:");
      html.element("pre", best.candidate().reasoning());
    }
  }

  /** The anchor, by what, and on which clips, as the page of an experiment says it. */
  private static String against(String key) {
    String[] parts = key.split("/");
    for (int i = 1; i < parts.length; i++) {
      parts[i] = WORDS.getOrDefault(parts[i], parts[i]);
    }
    return String.join(", ", parts);
  }

  private static void models(Html html, List<ModelFigures> models) {
    if (models.isEmpty()) {
      return;
    }
    html.element("h2", "Models");
    html.table(
        List.of("Model", "Calls", "Repairs", "Failed", "Tokens", "Cost", "Bests", "Gain"),
        models.stream()
            .map(model ->
                List.of(
                    model.name(),
                    Integer.toString(model.calls().answered()),
                    Integer.toString(model.calls().repairs()),
                    Integer.toString(model.calls().failed()),
                    tokens(model.spent()),
                    spent(model.spent()),
                    Integer.toString(model.made().bests()),
                    String.format(Locale.ROOT, "%.1f", model.made().gain())))
            .toList());
  }

  private static String tokens(Spending spent) {
    return spent.tokens() == 0 && spent.callsOfUnknownTokens() > 0
        ? "unknown"
        : Long.toString(spent.tokens());
  }

  private void failures(Html html, CampaignRecord campaign) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    store
        .failures(campaign.id())
        .forEach((kind, count) ->
            rows.add(List.of(kind.label().replace('-', ' '), Integer.toString(count))));
    if (!rows.isEmpty()) {
      html.element("h2", "What failed");
      html.table(List.of("Kind", "Programs"), rows);
    }
  }

  private static String rate(double percent) {
    return String.format(Locale.ROOT, "%+.1f\u202f%%", percent).replace('-', '−');
  }

  private static String rate(Optional<BdRate> rate) {
    return rate.map(known ->
            known instanceof BdRate.Value value
                ? rate(value.percent())
                : BdRates.state(known).replace('-', ' '))
        .orElse(NONE);
  }

  private static String seconds(double cpu) {
    return String.format(Locale.ROOT, "%.1f s", cpu);
  }
}

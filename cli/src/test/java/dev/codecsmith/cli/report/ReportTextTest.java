package dev.codecsmith.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.live.CampaignStanding;
import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** What models, programs and people wrote is text in a report. */
@Timeout(60)
class ReportTextTest {
  /** Text that would do harm wherever it were taken for HTML, in an attribute too. */
  private static final String EVIL = "\"></pre><script>alert(1)</script><img src=x alt=\"&";

  private static final String ESCAPED =
      "&quot;&gt;&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x alt=&quot;&amp;";

  private static final Pattern SVG = Pattern.compile("data:image/svg\\+xml;base64,([^\"]+)\"");

  @TempDir private Path folder;

  /** A campaign whose every text is that of somebody who means harm. */
  private String report() throws Exception {
    Clip clip =
        new ClipCatalogue(folder.resolve("clips"))
            .generated(
                new GeneratedClipSpec(
                    "tiny",
                    new VideoFormat(48, 32, PixelFormat.YUV420P, new Rational(25, 1)),
                    2,
                    1,
                    List.of(SceneKind.LANDSCAPE)));
    CampaignRecord campaign =
        new CampaignRecord(
            "c",
            EVIL,
            Json.write(Map.of("clips", List.of(Map.of("name", EVIL, "frames", 2, "sha256", EVIL)))),
            Instant.EPOCH);
    try (MemoryExperimentStore store = new MemoryExperimentStore();
        FrameLibrary frames =
            new FrameLibrary(
                folder.resolve("frames"),
                1 << 24,
                (_, _) -> {
                  throw new CandidateFault(FailureKind.CRASHED, ExperimentStatus.DECODING, EVIL);
                })) {
      CampaignRecord _ = store.putCampaignIfAbsent(campaign);
      fill(store);
      return new String(
          new HtmlReport(store, anchors(clip), frames, Duration.ofMinutes(1))
              .of(campaign, new CampaignStanding(store, "c")),
          StandardCharsets.UTF_8);
    }
  }

  private static void fill(MemoryExperimentStore store) throws IOException {
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            "exp_iter1_a",
            "c",
            1,
            "me",
            new CandidateRecord(
                EVIL,
                "java",
                "ab".repeat(32),
                EVIL,
                List.of(),
                EVIL,
                Map.of(ProgramReference.ROLE, "cd".repeat(32))),
            Instant.EPOCH);
    boolean _ = store.create(queued);
    BdRate rate = new BdRate.Value(-3, 0.9);
    boolean _ =
        store.update(
            ExperimentLifecycle.ended(
                queued,
                ExperimentResultBuilder.builder(ExperimentResult.NONE)
                    .points(List.of(point("tiny", 100), point(EVIL, 100), point(EVIL, 200)))
                    .scores(Map.of("x264-medium", new AnchorComparison(rate, Map.of(EVIL, rate))))
                    .score(Optional.of(-3.0))
                    .flags(List.of(EVIL))
                    .build(),
                Instant.EPOCH));
    store.append(
        "c",
        Instant.EPOCH,
        CampaignEventExperimentEndedBuilder.builder()
            .id("exp_iter1_a")
            .iteration(1)
            .name(EVIL)
            .score(Optional.of(-3.0))
            .failure(Optional.empty())
            .phase(ExperimentStatus.SUCCEEDED)
            .message("")
            .warnings(List.of(EVIL))
            .build());
    store.append(
        "c",
        Instant.EPOCH,
        new CampaignEvent.ModelAnswered(
            EVIL,
            "iteration 1, turn 1",
            "q",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(1)));
    store.append("c", Instant.EPOCH, new CampaignEvent.CampaignStopping(1, EVIL));
  }

  private static RatePoint point(String clip, double kbps) {
    return RatePointBuilder.builder()
        .clip(clip)
        .quality(40)
        .bytes(1000)
        .bitrateKbps(kbps)
        .metrics(Map.of("psnr_yuv", 30 + kbps / 100))
        .encode(new RatePoint.Resources(1, 1, 1))
        .decode(new RatePoint.Resources(1, 1, 1))
        .bitstreamSha256("")
        .framesSha256("")
        .build();
  }

  private static CampaignAnchors anchors(Clip clip) {
    return new CampaignAnchors() {
      @Override
      public String main(CampaignRecord campaign) {
        return EVIL;
      }

      @Override
      public Optional<Known> of(CampaignRecord campaign) {
        return Optional.of(
            new Known(
                new EvaluationSettings(
                    List.of(clip),
                    List.of(),
                    Qualities.DEFAULT,
                    List.of(Anchors.named("x264-medium")),
                    CodingLimits.defaults(),
                    EvaluationSettings.Extras.NONE),
                List.of()));
      }
    };
  }

  @Test
  void textOfOthersIsTextWhereverItStands() throws Exception {
    String html = report();
    assertThat(html)
        .contains(
            "<title>" + ESCAPED + "</title>",
            "<h1>" + ESCAPED + "</h1>",
            "<p>" + ESCAPED + "</p>",
            "<h2>The best: " + ESCAPED + "</h2>",
            "<pre>" + ESCAPED + "</pre>",
            "<th>" + ESCAPED + "</th>",
            "<td>" + ESCAPED + "</td>",
            "alt=\"Quality over rate on " + ESCAPED + "\"",
            "It cannot be decoded any more: " + ESCAPED)
        .doesNotContain("<script", "<img src=x");
    assertThat(html.split("<t[hd]>" + Pattern.quote(ESCAPED + "</"), -1))
        .as("clip and hash, program, proposer and flag, the clip of its scores, and the model")
        .hasSize(1 + 7);
  }

  @Test
  void drawingsAreWholeAndHaveTheTextOfOthersAsText() throws Exception {
    List<Document> drawings =
        SVG.matcher(report()).results().map(found -> drawing(found.group(1))).toList();
    assertThat(drawings).hasSize(3);
    assertThat(drawings)
        .allSatisfy(drawing -> {
          assertThat(drawing.getElementsByTagName("script").getLength()).isZero();
          assertThat(drawing.getElementsByTagName("img").getLength()).isZero();
        });
    assertThat(drawings)
        .extracting(drawing -> drawing.getElementsByTagName("title").item(0).getTextContent())
        .containsExactlyInAnyOrder("Scores", "tiny", EVIL);
  }

  private static Document drawing(String base64) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new AssertionError("It is no SVG.", e);
    }
  }
}

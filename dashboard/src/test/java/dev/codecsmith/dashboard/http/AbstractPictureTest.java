package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.dashboard.PicturedClips;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.frames.VideoDecoder;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.scoring.Scoring;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.y4m.Y4mReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is answered about pictures, over a store that a subclass opens. */
abstract class AbstractPictureTest extends ServedStoreTest {
  private static final String PICTURES = "/api/campaigns/c/pictures";
  private static final String FRAMES = PICTURES + "/carphone/frames/";
  private static final String OF_PROGRAM = "experiment/" + experiment(1) + "/40";

  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private volatile boolean isHeld;
  private Optional<Exception> fault = Optional.empty();

  @Override
  String settings() {
    return "{\"clips\":[{\"name\":\"carphone\"}],\"held_out\":[{\"name\":\"akiyo\"}]}";
  }

  @Override
  CampaignAnchors anchors() {
    try {
      return new PicturedClips(scratch.resolve("clips"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  VideoDecoder decoder() {
    return (video, tap) -> {
      if (fault.isPresent() && fault.get() instanceof CandidateFault program) {
        throw program;
      }
      if (fault.isPresent()) {
        throw new InfrastructureException(String.valueOf(fault.get().getMessage()));
      }
      String figures = PicturedClips.decoder().decode(video, tap);
      if (isHeld) {
        mayEnd.await();
      }
      return figures;
    };
  }

  @BeforeEach
  void makeExperiment() throws IOException {
    Program program = Program.of("python", "a.py", Map.of("a.py", "pass"));
    campaign.of(1, ProgramReference.store(artifacts, program).artifact());
    campaign.succeeded(1, -3);
  }

  private BufferedImage picture(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send(to(path).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
    assertThat(picture.getWidth()).isEqualTo(48);
    assertThat(picture.getHeight()).isEqualTo(32);
    return picture;
  }

  private static String refused(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    return json(answer).path("error").asString();
  }

  @Test
  void clipsAreListedHeldOutOnesToo() throws Exception {
    JsonNode clips = json(get(PICTURES)).path("clips");
    assertThat(clips.size()).isEqualTo(2);
    assertThat(clips.get(0).path("name").asString()).isEqualTo("carphone");
    assertThat(clips.get(0).path("fps").asDouble()).isEqualTo(25);
    assertThat(clips.get(0).path("colours").asString()).isEqualTo("BT.601, limited range");
    assertThat(clips.get(1).path("held_out").asBoolean()).isTrue();
  }

  @Test
  void anExperimentTellsHowNearItCameToItsLimits() throws Exception {
    JsonNode use = json(get("/api/experiments/" + experiment(1))).path("limit_use");
    assertThat(use.at("/encode/clip").asString()).isEqualTo("carphone");
    // 1.25 s of the 5 s that every run has, and 30 s for each megapixel.
    assertThat(use.at("/encode/share").doubleValue())
        .isEqualTo(1.25 / (5 + 30 * 48 * 32 * PicturedClips.FRAMES / 1e6), within(1e-9));
    assertThat(use.at("/decode/share").doubleValue()).isBetween(0.0, 1.0);
    assertThat(use.at("/encode_memory/share").doubleValue()).isEqualTo(64 / 1024.0);
    assertThat(use.at("/decode_memory/share").doubleValue()).isEqualTo(96 / 1024.0);
    assertThat(use.path("decoder_size").isNumber()).isTrue();
  }

  private byte[] video(String of) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(
            to(PICTURES + "/carphone/video.y4m?of=" + of).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .isEqualTo(
            "attachment; filename=\"carphone_%s.y4m\"".formatted(of.replaceAll("[^\\w.-]", "_")));
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
    return answer.body();
  }

  @Test
  void aVideoIsKeptAsY4mWithAllItsFrames() throws Exception {
    byte[] source = video("source");
    byte[] decoded = video(OF_PROGRAM);
    assertThat(new String(decoded, 0, 20, StandardCharsets.US_ASCII))
        .startsWith("YUV4MPEG2 W48 H32");
    assertThat(decoded).hasSameSizeAs(source).isNotEqualTo(source);
    int frames = 0;
    try (FrameReader reader = Y4mReader.open(new ByteArrayInputStream(decoded))) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        assertThat(frame.get().toByteArray()[0]).as("the QUALITY").isEqualTo((byte) 40);
        frames++;
      }
    }
    assertThat(frames).isEqualTo(PicturedClips.FRAMES);
    assertThat(refused(get(PICTURES + "/carphone/video.y4m?of=experiment/none/40"), 404))
        .startsWith("This campaign has no experiment");
  }

  @Test
  void aVideoThatIsNotWhatWasMeasuredIsNoFile() throws Exception {
    fault =
        Optional.of(new CandidateFault(FailureKind.CRASHED, ExperimentStatus.DECODING, "Gone."));
    assertThat(refused(get(PICTURES + "/carphone/video.y4m?of=" + OF_PROGRAM), 409))
        .isEqualTo("It cannot be decoded any more. Gone.");
  }

  @Test
  void aFrameIsAPictureOfTheClipsSize() throws Exception {
    BufferedImage source = picture(FRAMES + "3");
    BufferedImage coded = picture(FRAMES + "3?of=" + OF_PROGRAM);
    BufferedImage anchor = picture(FRAMES + "3?of=anchor/x264-medium/22");
    assertThat(coded.getRGB(5, 5)).isNotEqualTo(source.getRGB(5, 5));
    assertThat(anchor.getRGB(5, 5)).isNotEqualTo(coded.getRGB(5, 5));
    picture(PICTURES + "/akiyo/frames/0");
  }

  @Test
  void aBrowserKeepsAFrameOnceAllAreKnownToBeThoseThatWereMeasured() throws Exception {
    isHeld = true;
    String frame = FRAMES + "3?of=" + OF_PROGRAM;
    String difference = FRAMES + "3?view=difference&against=" + OF_PROGRAM;
    assertThat(howItIsKept(frame)).isEqualTo("no-store");
    assertThat(howItIsKept(difference)).isEqualTo("no-store");
    assertThat(howItIsKept(FRAMES + "3")).startsWith("private");
    mayEnd.countDown();
    JsonNode figures = json(get(PICTURES + "/carphone/figures?of=" + OF_PROGRAM));
    assertThat(figures.path("figures").isString()).as("it has ended").isTrue();
    assertThat(howItIsKept(frame)).startsWith("private");
    assertThat(howItIsKept(difference)).startsWith("private");
  }

  private String howItIsKept(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.headers().firstValue("Cache-Control").orElseThrow();
  }

  @Test
  void whereTwoFramesAreEqualTheirDifferenceIsBlack() throws Exception {
    for (String view : List.of("difference", "ssim")) {
      int none = picture(FRAMES + "3?of=source&against=source&view=" + view).getRGB(20, 20);
      int much =
          picture(FRAMES + "3?of=source&view=" + view + "&against=" + OF_PROGRAM).getRGB(20, 20);
      assertThat(none & 0xFFFFFF).as(view).isEqualTo(0x000004);
      assertThat(much & 0xFF00).as(view).isGreaterThan(0x3000);
    }
  }

  @Test
  void theFiguresOfEachFrameComeWithItsDecoding() throws Exception {
    JsonNode figures = json(get(PICTURES + "/carphone/figures?of=" + OF_PROGRAM));
    assertThat(figures.path("ready").asInt()).isEqualTo(PicturedClips.FRAMES);
    assertThat(figures.path("figures").asString()).startsWith("frame,psnr_yuv");
    assertThat(refused(get(PICTURES + "/carphone/figures"), 404)).contains("source");
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    assertThat(refused(get("/api/campaigns/d/pictures"), 404)).contains("no campaign");
    assertThat(refused(get(PICTURES + "/foreman/frames/0"), 404)).contains("no clip");
    for (String frame : List.of("12", "-1", "x")) {
      assertThat(refused(get(FRAMES + frame), 404))
          .isEqualTo("The frames of carphone are 0 to 11.");
    }
    assertThat(refused(get(FRAMES + "0?of=elsewhere"), 400)).contains("anchor/NAME/VALUE");
    assertThat(refused(get(FRAMES + "0?of=experiment/none/40"), 404)).contains("no experiment");
    assertThat(refused(get(FRAMES + "0?of=experiment/" + experiment(1) + "/41"), 404))
        .contains("not measured at that quality");
    assertThat(refused(get(FRAMES + "0?of=anchor/x265-medium/22"), 404)).contains("not measured");
    assertThat(refused(get(FRAMES + "0?view=sideways"), 400)).contains("view is");
  }

  @Test
  void aDecoderThatFailsIsASentence() throws Exception {
    fault =
        Optional.of(
            new CandidateFault(
                FailureKind.CRASHED, ExperimentStatus.DECODING, "It crashed.\nAnd more."));
    assertThat(refused(get(FRAMES + "0?of=" + OF_PROGRAM), 409))
        .isEqualTo("It cannot be decoded any more. It crashed.");
    assertThat(refused(get(PICTURES + "/carphone/figures?of=" + OF_PROGRAM), 409))
        .contains("It crashed.");
  }

  @Test
  void aMachineWithoutASandboxSaysSoAndShowsTheSource() throws Exception {
    fault = Optional.of(new IOException("Install bubblewrap."));
    assertThat(refused(get(FRAMES + "0?of=" + OF_PROGRAM), 503)).isEqualTo("Install bubblewrap.");
    picture(FRAMES + "0");
  }

  @Test
  void severalAreComparedWithTheFirst() throws Exception {
    campaign.succeeded(2, -4);
    String of = "/api/campaigns/c/compare?of=anchor/x264-medium&of=experiment/";
    JsonNode comparison = json(get(of + experiment(1) + "&of=experiment/" + experiment(2)));
    assertThat(comparison.path("clips").get(0).asString()).isEqualTo("carphone");
    assertThat(comparison.path("held_out").get(0).asString()).isEqualTo("akiyo");
    assertThat(comparison.path("contestants").size()).isEqualTo(3);
    JsonNode itself = comparison.path("contestants").get(0).path("bd_rate").path("psnr_yuv");
    assertThat(itself.path("mean").doubleValue()).isZero();
    assertThat(itself.path("held_out").doubleValue()).isZero();
    JsonNode program = comparison.path("contestants").get(1).path("bd_rate");
    assertThat(program.path("psnr_yuv").path("mean").isNumber()).isTrue();
    assertThat(program.path("psnr_yuv").path("mean"))
        .isEqualTo(program.path("psnr_yuv").path("clips").path("carphone"));
    assertThat(program.path("psnr_yuv").path("clips").path("akiyo").path("state").asString())
        .as("it was not measured there")
        .isEqualTo("too-few-points");
    assertThat(program.path("ssim").path("mean").isNull()).isTrue();
  }

  @Test
  void theMeanAgainstTheMainAnchorIsTheScore() throws Exception {
    CampaignAnchors.Known known = anchors().of(store.findCampaign("c").orElseThrow()).orElseThrow();
    double score =
        Scoring.of(
                known.settings(),
                known.curves(),
                store.find(experiment(1)).orElseThrow().points(),
                0)
            .score()
            .orElseThrow();
    String of = "/api/campaigns/c/compare?of=anchor/x264-medium&of=experiment/" + experiment(1);
    JsonNode rates = json(get(of)).at("/contestants/1/bd_rate/psnr_yuv");
    assertThat(rates.path("mean").doubleValue()).isEqualTo(score);
    assertThat(rates.path("band").asString()).isEqualTo("score");
  }

  @Test
  void nonsenseIsNotCompared() throws Exception {
    String of = "/api/campaigns/c/compare?of=";
    assertThat(refused(get("/api/campaigns/c/compare"), 400)).contains("at most 8");
    assertThat(refused(get(of + "source"), 400)).contains("anchor/NAME");
    assertThat(refused(get(of + "experiment/none"), 404)).contains("no experiment");
    assertThat(refused(get(of + "anchor/none"), 404)).contains("not measured");
    assertThat(refused(get("/api/campaigns/none/compare?of=anchor/x264-medium"), 404))
        .contains("no campaign");
  }

  @Test
  void aProgramIsHeldAgainstAnyOther() throws Exception {
    Program other = Program.of("python", "a.py", Map.of("a.py", "pass  # on"));
    campaign.of(2, ProgramReference.store(artifacts, other).artifact());
    String program = "/api/experiments/" + experiment(2) + "/program";
    assertThat(json(get(program)).path("diff").isNull()).isTrue();
    assertThat(json(get(program + "?against=" + experiment(1))).path("diff").asString())
        .contains("-pass")
        .contains("+pass  # on");
    assertThat(refused(get(program + "?against=none"), 404)).contains("no experiment");
  }

  @Test
  void theTreeOfProgramsLeadsFromTheFirstToTheBest() throws Exception {
    propose(1);
    propose(2, experiment(1));
    propose(3, experiment(1));
    propose(4, experiment(3));
    end(2, 5);
    end(3, -4);
    end(4, -9);
    JsonNode lineage = json(get("/api/campaigns/c/lineage"));
    assertThat(lineage.path("total").asInt()).isEqualTo(4);
    JsonNode last = lineage.path("programs").get(3);
    assertThat(last.path("parents").get(0).asString()).isEqualTo(experiment(3));
    assertThat(last.path("score").doubleValue()).isEqualTo(-9);
    assertThat(lineage.path("programs").get(0).path("score").isNull()).as("not ended").isTrue();
    assertThat(lineage.path("way").valueStream().map(JsonNode::asString))
        .containsExactly(experiment(4), experiment(3), experiment(1));
    append(new CampaignEvent.ExperimentDeleted(experiment(4), 4));
    assertThat(json(get("/api/campaigns/c/lineage")).path("way").get(0).asString())
        .isEqualTo(experiment(3));
    assertThat(refused(get("/api/campaigns/none/lineage"), 404)).contains("no campaign");
  }

  private void propose(int iteration, String... parents) throws IOException {
    append(
        new CampaignEvent.CandidateProposed(
            experiment(iteration), iteration, "name", "model", List.of(parents)));
  }

  @Test
  void ofManyProgramsTheBestAreShownWithWhatTheyCameFrom() throws Exception {
    propose(1);
    for (int iteration = 2; iteration <= 700; iteration++) {
      propose(iteration, experiment(1));
    }
    propose(701, experiment(2));
    end(701, -9);
    JsonNode lineage = json(get("/api/campaigns/c/lineage"));
    assertThat(lineage.path("total").asInt()).isEqualTo(701);
    List<String> shown =
        lineage.path("programs").valueStream().map(each -> each.path("id").asString()).toList();
    assertThat(shown)
        .hasSizeBetween(500, 502)
        .contains(experiment(1), experiment(2), experiment(701), experiment(700))
        .doesNotContain(experiment(3));
  }

  @Test
  void whatIdeasBroughtIsCounted() throws Exception {
    store.create(
        ExperimentLifecycle.queued(
            experiment(5),
            "c",
            5,
            "me",
            new CandidateRecord(
                "n",
                "java",
                "ab".repeat(32),
                "model",
                List.of(experiment(1)),
                "IDEA: cabac",
                Map.of()),
            T0));
    propose(1);
    propose(5, experiment(1));
    end(5, -7);
    append(ended(1, -3));
    JsonNode idea = json(get("/api/campaigns/c/ideas")).path("ideas").get(0);
    assertThat(idea.path("id").asString()).isEqualTo("cabac");
    assertThat(idea.path("tries").asInt()).isEqualTo(1);
    assertThat(idea.path("improved").asInt()).isEqualTo(1);
    assertThat(idea.path("best").doubleValue()).isEqualTo(-4);
  }
}

package dev.codecsmith.cli.report;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.pictures.FramePng;
import dev.codecsmith.dashboard.remembered.RecentMap;
import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.frames.CodedVideo;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Frames of a campaign's best program beside the source: of the first search clip, at the middle
 * one of its qualities, the frame that came out worst and the one in the middle. Four pictures at
 * most, no side longer than {@value #MOST_SIDE} pixels, so that a report stays below some
 * megabytes.
 */
final class ReportPictures {
  private static final int MOST_SIDE = 640;

  /** Those of two campaigns: a report has the same ones until another program is best. */
  private static final int REMEMBERED = 8;

  private final FrameLibrary frames;
  private final Duration patience;

  private final Map<Drawn, byte[]> remembered = new RecentMap<>(REMEMBERED);

  /** A frame of a clip, or of what was decoded with such figures. */
  private record Drawn(String sha256, int frame) {}

  /** Gives a frame. */
  @FunctionalInterface
  private interface Frames {
    Frame get() throws IOException;
  }

  /**
   * @param patience how long frames that are still to be decoded are waited for
   */
  ReportPictures(FrameLibrary frames, Duration patience) {
    this.frames = frames;
    this.patience = patience;
  }

  /** Adds them, or why there are none. */
  void add(Html html, ExperimentRecord best, Optional<CampaignAnchors.Known> known)
      throws InterruptedException {
    html.element("h2", "How it looks");
    Optional<CodedVideo> video = known.flatMap(each -> video(best, each));
    if (video.isEmpty()) {
      html.element("p", "Its clip or its program is no longer stored, so there are no pictures.");
      return;
    }
    try {
      add(html, video.get());
    } catch (CandidateFault fault) {
      html.element("p", "It cannot be decoded any more: " + fault.failure().headline().message());
    } catch (IOException e) {
      html.element("p", "There are no pictures: " + e.getMessage());
    }
  }

  private static Optional<CodedVideo> video(ExperimentRecord best, CampaignAnchors.Known known) {
    Optional<Clip> first =
        known.settings().clips().stream()
            .filter(each -> !known.settings().heldOutClips().contains(each))
            .findFirst();
    String program = best.candidate().artifacts().get(ProgramReference.ROLE);
    if (first.isEmpty() || program == null) {
      return Optional.empty();
    }
    Clip clip = first.get();
    List<RatePoint> points =
        best.points().stream()
            .filter(point -> point.clip().equals(clip.name()))
            .sorted(Comparator.comparingInt(RatePoint::quality))
            .toList();
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CodedVideo.OfProgram(
                new ProgramReference(best.candidate().programSha256(), program),
                clip,
                points.get((points.size() - 1) / 2),
                known.settings()));
  }

  private void add(Html html, CodedVideo video)
      throws IOException, CandidateFault, InterruptedException {
    Optional<String> csv = frames.progress(video, patience).figures();
    if (csv.isEmpty()) {
      html.element(
          "p",
          "Its frames are still being decoded; make the report again in a moment for pictures.");
      return;
    }
    List<Double> figures = psnr(csv.get());
    Set<Integer> shown = new LinkedHashSet<>();
    shown.add(worst(figures));
    shown.add(figures.size() / 2);
    for (int index : shown) {
      Optional<Frame> decoded = frames.frame(video, index, patience);
      if (decoded.isPresent()) {
        add(html, video, index, figures.get(index), decoded.get());
      }
    }
  }

  private void add(Html html, CodedVideo video, int index, double psnr, Frame decoded)
      throws IOException {
    Clip clip = video.clip();
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    pictures.put(
        "Frame " + index + " of the source",
        drawn(new Drawn(clip.sha256(), index), clip, () -> frames.frame(clip, index)));
    pictures.put(
        "Frame " + index + " as decoded",
        drawn(new Drawn(decodedAs(video.point()), index), clip, () -> decoded));
    html.pictures(
        String.format(
            Locale.ROOT,
            "%s, frame %d, %s: the source, and what was decoded at QUALITY %d.",
            clip.name(),
            index,
            words(psnr),
            video.point().quality()),
        pictures);
  }

  /** Two decoders may make different frames of one bitstream, but not of the same figures. */
  private static String decodedAs(RatePoint point) {
    return point.bitstreamSha256() + point.framesSha256();
  }

  private byte[] drawn(Drawn name, Clip clip, Frames frame) throws IOException {
    synchronized (remembered) {
      byte[] known = remembered.get(name);
      if (known == null) {
        known = FramePng.of(frame.get(), clip.format(), MOST_SIDE);
        remembered.put(name, known);
      }
      return known;
    }
  }

  private static String words(double psnr) {
    return Double.isInfinite(psnr)
        ? "identical"
        : String.format(Locale.ROOT, "PSNR-YUV %.2f dB", psnr);
  }

  private static int worst(List<Double> figures) {
    int worst = 0;
    for (int i = 1; i < figures.size(); i++) {
      worst = figures.get(i) < figures.get(worst) ? i : worst;
    }
    return worst;
  }

  private static List<Double> psnr(String csv) throws IOException {
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv)) {
      return rows.stream().map(row -> figure(row.getField("psnr_yuv"))).toList();
    }
  }

  private static double figure(String text) {
    return text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }
}

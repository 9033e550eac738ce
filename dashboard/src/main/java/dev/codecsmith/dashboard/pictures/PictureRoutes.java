package dev.codecsmith.dashboard.pictures;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.Queries;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.dashboard.requests.Turns;
import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.clips.Clip;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Frames as PNG at the clip's own size: pictures, and where two of them differ. A frame that is
 * still to be decoded is waited for; where that takes long, the answer is 202 with how far it is,
 * and is to be asked for again.
 */
public final class PictureRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ACCEPTED = 202;
  private static final String PICTURE = "picture";
  private static final Set<String> VIEWS = Set.of(PICTURE, "difference", "ssim");

  private final AskedClips clips;
  private final FrameLibrary frames;
  private final Turns turns;

  /**
   * @param turns of making pictures
   */
  public PictureRoutes(
      ExperimentStore store, CampaignAnchors anchors, FrameLibrary frames, Turns turns) {
    this.clips = new AskedClips(store, anchors);
    this.frames = frames;
    this.turns = turns;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/pictures", this::clips);
    routes.get("/api/campaigns/{id}/pictures/{clip}/frames/{frame}", this::frame);
    routes.get("/api/campaigns/{id}/pictures/{clip}/figures", this::figures);
  }

  /** The clips, held-out ones too: from people nothing is hidden. */
  private void clips(Context context) throws Refusal, IOException {
    CampaignRecord campaign = clips.campaign(context);
    CampaignAnchors.Known known = clips.known(campaign);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("name", campaign.name());
    answer.put("brightest_difference", HeatMap.BRIGHTEST_DIFFERENCE);
    ArrayNode each = answer.putArray("clips");
    for (Clip clip : known.settings().clips()) {
      Rational rate = clip.format().frameRate();
      each.addObject()
          .put("name", clip.name())
          .put("width", clip.format().width())
          .put("height", clip.format().height())
          .put("frames", clip.frames())
          .put("fps", (double) rate.numerator() / rate.denominator())
          .put("format", clip.format().describe())
          .put("colours", Colours.of(clip.format()).describe())
          .put("held_out", known.settings().heldOutClips().contains(clip));
    }
    Answers.json(context, answer);
  }

  private void frame(Context context) throws Refusal, IOException, InterruptedException {
    AskedClips.Asked asked = clips.asked(context);
    int index = index(context, asked.clip());
    String view = Queries.text(context, "view").orElse(PICTURE);
    if (!VIEWS.contains(view)) {
      throw new Refusal(400, "view is picture, difference or ssim.");
    }
    List<ShownVideo> videos = new ArrayList<>(List.of(clips.video(context, "of", asked)));
    if (!view.equals(PICTURE)) {
      videos.add(clips.video(context, "against", asked));
    }
    for (ShownVideo video : videos) {
      if (!await(video, index)) {
        stillDecoding(context, video);
        return;
      }
    }
    byte[] png;
    boolean mayBeKept = true;
    // Frames are large: they are read by those alone that have a turn.
    try (Turns.Turn _ = turns.take()) {
      List<Frame> read = new ArrayList<>();
      for (ShownVideo video : videos) {
        Optional<Frame> frame = frame(video, index);
        if (frame.isEmpty()) {
          stillDecoding(context, video);
          return;
        }
        read.add(frame.get());
        mayBeKept &= isKnownToBeRight(video);
      }
      png = Png.of(picture(view, asked.clip(), read));
    }
    context
        .contentType("image/png")
        .header("Cache-Control", mayBeKept ? "private, max-age=3600" : "no-store")
        .result(png);
  }

  private static BufferedImage picture(String view, Clip clip, List<Frame> frames) {
    return switch (view) {
      case "ssim" -> HeatMap.ssim(frames.getFirst(), frames.getLast());
      case "difference" -> HeatMap.difference(frames.getFirst(), frames.getLast());
      default -> Colours.of(clip.format()).picture(frames.getFirst());
    };
  }

  /**
   * Whether its frames are those that were measured: that is known once all of them came.
   *
   * @throws IOException with a sentence if they are not
   */
  private boolean isKnownToBeRight(ShownVideo video) throws IOException, InterruptedException {
    return switch (video) {
      case ShownVideo.Source _ -> true;
      case ShownVideo.Coded coded -> {
        try {
          yield frames.progress(coded.video(), Duration.ZERO).figures().isPresent();
        } catch (CandidateFault _) {
          // The decoder failed behind this frame.
          yield false;
        }
      }
    };
  }

  /** The figures of each frame as CSV; {@code figures} is null as long as it is decoded. */
  private void figures(Context context) throws Refusal, IOException, InterruptedException {
    AskedClips.Asked asked = clips.asked(context);
    ShownVideo video = clips.video(context, "of", asked);
    switch (video) {
      case ShownVideo.Source _ -> throw new Refusal(404, "A source has no figures against itself.");
      case ShownVideo.Coded coded -> {
        FrameLibrary.Progress progress = progress(coded, PATIENCE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("ready", progress.ready());
        answer.put("figures", progress.figures().orElse(null));
        Answers.json(context, answer);
      }
    }
  }

  private void stillDecoding(Context context, ShownVideo video)
      throws Refusal, IOException, InterruptedException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (video instanceof ShownVideo.Coded coded) {
      answer.put("ready", progress(coded, Duration.ZERO).ready());
    }
    Answers.json(context, answer);
    context.status(ACCEPTED);
  }

  private FrameLibrary.Progress progress(ShownVideo.Coded video, Duration patience)
      throws Refusal, IOException, InterruptedException {
    try {
      return frames.progress(video.video(), patience);
    } catch (CandidateFault fault) {
      throw refusal(fault);
    }
  }

  private boolean await(ShownVideo video, int index)
      throws Refusal, IOException, InterruptedException {
    try {
      return switch (video) {
        case ShownVideo.Source _ -> true;
        case ShownVideo.Coded coded -> frames.await(coded.video(), index, PATIENCE);
      };
    } catch (CandidateFault fault) {
      throw refusal(fault);
    }
  }

  /** One that was there a moment ago; empty if its video had to make room for others since. */
  private Optional<Frame> frame(ShownVideo video, int index)
      throws Refusal, IOException, InterruptedException {
    try {
      return switch (video) {
        case ShownVideo.Source source -> Optional.of(frames.frame(source.clip(), index));
        case ShownVideo.Coded coded -> frames.frame(coded.video(), index, Duration.ZERO);
      };
    } catch (CandidateFault fault) {
      throw refusal(fault);
    }
  }

  static Refusal refusal(CandidateFault fault) {
    return new Refusal(
        409, "It cannot be decoded any more. " + fault.failure().headline().message());
  }

  private static int index(Context context, Clip clip) throws Refusal {
    try {
      int index = Integer.parseInt(context.pathParam("frame"));
      if (index >= 0 && index < clip.frames()) {
        return index;
      }
    } catch (NumberFormatException e) {
      throw noSuchFrame(clip);
    }
    throw noSuchFrame(clip);
  }

  private static Refusal noSuchFrame(Clip clip) {
    return new Refusal(
        404, "The frames of " + clip.name() + " are 0 to " + (clip.frames() - 1) + ".");
  }
}

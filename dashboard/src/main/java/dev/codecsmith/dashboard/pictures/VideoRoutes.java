package dev.codecsmith.dashboard.pictures;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.requests.Attachments;
import dev.codecsmith.dashboard.requests.Queries;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.dashboard.requests.Turns;
import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.y4m.Y4mWriter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Videos as Y4M to keep: what a program or an anchor made of a clip, or its source. A coded one is
 * decoded first, and is sent only if its frames are those that were measured.
 */
public final class VideoRoutes {
  /** A browser shows that it waits; one that gives up has the frames when it asks again. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int RETRY_AFTER_SECONDS = 10;

  private final AskedClips clips;
  private final FrameLibrary frames;
  private final Turns turns;

  /**
   * @param turns of sending a video
   */
  public VideoRoutes(
      ExperimentStore store, CampaignAnchors anchors, FrameLibrary frames, Turns turns) {
    this.clips = new AskedClips(store, anchors);
    this.frames = frames;
    this.turns = turns;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/pictures/{clip}/video.y4m", this::video);
  }

  private void video(Context context) throws Refusal, IOException, InterruptedException {
    AskedClips.Asked asked = clips.asked(context);
    ShownVideo video = clips.video(context, "of", asked);
    try {
      if (video instanceof ShownVideo.Coded coded) {
        awaitAll(coded);
      }
      try (Turns.Turn _ = turns.take()) {
        // Whether there is anything to send is known before it begins.
        Frame first = frame(video, 0);
        String name = asked.clip().name() + '_' + Queries.text(context, "of").orElse("source");
        // So that one that breaks off does not look whole.
        Attachments.head(context, "video/x-yuv4mpeg", Attachments.safe(name) + ".y4m")
            .header("Content-Length", Long.toString(bytes(video.clip())));
        send(context.res().getOutputStream(), video, first);
      }
    } catch (CandidateFault fault) {
      throw PictureRoutes.refusal(fault);
    }
  }

  private void awaitAll(ShownVideo.Coded coded)
      throws Refusal, CandidateFault, IOException, InterruptedException {
    FrameLibrary.Progress progress = frames.progress(coded.video(), PATIENCE);
    if (progress.figures().isEmpty()) {
      throw Refusal.busy(
          "It is still being decoded, %d of %d frames are there; ask again in a moment."
              .formatted(progress.ready(), coded.clip().frames()),
          RETRY_AFTER_SECONDS);
    }
  }

  private static long bytes(Clip clip) {
    return Y4mWriter.bytes(clip.format(), clip.frames());
  }

  private void send(OutputStream out, ShownVideo video, Frame first)
      throws CandidateFault, IOException, InterruptedException {
    Clip clip = video.clip();
    VideoFormat format = clip.format();
    Y4mWriter writer = new Y4mWriter(out, format);
    writer.write(first);
    for (int index = 1; index < clip.frames(); index++) {
      writer.write(frame(video, index));
    }
    writer.flush();
  }

  private Frame frame(ShownVideo video, int index)
      throws CandidateFault, IOException, InterruptedException {
    return switch (video) {
      case ShownVideo.Source source -> frames.frame(source.clip(), index);
      case ShownVideo.Coded coded ->
          frames
              .frame(coded.video(), index, PATIENCE)
              .orElseThrow(
                  () -> new IOException("Its frames had to make room for others; ask again."));
    };
  }
}

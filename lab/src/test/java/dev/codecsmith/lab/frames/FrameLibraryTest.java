package dev.codecsmith.lab.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The library over decoders that do as a test says. */
@Timeout(60)
class FrameLibraryTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int FRAMES = 4;

  @TempDir private Path folder;
  private Clip clip;

  @BeforeEach
  void makeClip() throws IOException {
    clip = TestClips.moving(folder, "moving", 32, 16, FRAMES);
  }

  private CodedVideo video(int quality) {
    RatePoint point =
        RatePointBuilder.builder()
            .clip(clip.name())
            .quality(quality)
            .metrics(Map.of())
            .encode(new RatePoint.Resources(0, 0, 0))
            .decode(new RatePoint.Resources(0, 0, 0))
            .bitstreamSha256("")
            .framesSha256("")
            .build();
    return new CodedVideo.OfAnchor(Anchors.named("x264-medium"), clip, point);
  }

  private FrameLibrary library(long mostBytes, VideoDecoder decoder) {
    return new FrameLibrary(folder.resolve("frames"), mostBytes, decoder);
  }

  /** The clip itself, as if it had been coded without loss. */
  private static String copy(CodedVideo video, FrameTap tap) throws IOException {
    try (FrameReader reader = video.clip().open()) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        tap.frame(frame.get());
      }
    }
    return "frame,psnr_y\n";
  }

  @Test
  void oneDecodingServesAllWhoAskForItsFrames() throws Exception {
    AtomicInteger decodings = new AtomicInteger();
    try (FrameLibrary library =
            library(
                1 << 20,
                (video, tap) -> {
                  decodings.incrementAndGet();
                  return copy(video, tap);
                });
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Frame>>> asked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int index = (i + 3) % FRAMES;
        asked.add(readers.submit(() -> library.frame(video(27), index, LONG)));
      }
      for (int i = 0; i < 20; i++) {
        int index = (i + 3) % FRAMES;
        Frame frame = asked.get(i).get().orElseThrow();
        assertThat(frame.index()).isEqualTo(index);
        assertThat(frame.toByteArray()).isEqualTo(library.frame(clip, index).toByteArray());
      }
      assertThat(library.progress(video(27), LONG).figures()).contains("frame,psnr_y\n");
    }
    assertThat(decodings).hasValue(1);
    assertThat(folder.resolve("frames")).doesNotExist();
  }

  @Test
  void aFrameIsThereWhileThoseBehindItAreStillDecoded() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (FrameLibrary library =
        library(
            1 << 20,
            (video, tap) -> {
              tap.frame(frame(video.clip(), 0));
              go.await();
              tap.frame(frame(video.clip(), 1));
              return "";
            })) {
      assertThat(library.frame(video(27), 0, LONG)).isPresent();
      assertThat(library.frame(video(27), 1, Duration.ZERO)).as("not yet").isEmpty();
      assertThat(library.progress(video(27), Duration.ZERO))
          .isEqualTo(new FrameLibrary.Progress(1, Optional.empty()));
      go.countDown();
      assertThat(library.frame(video(27), 1, LONG)).isPresent();
    }
  }

  private static Frame frame(Clip clip, int index) throws IOException {
    return RawFrames.ofClip(clip, index);
  }

  @Test
  void framesThatTurnOutToBeOthersThanWereMeasuredAreRefusedAndNotDecodedAgain() throws Exception {
    AtomicInteger decodings = new AtomicInteger();
    try (FrameLibrary library =
        library(
            1 << 20,
            (video, tap) -> {
              decodings.incrementAndGet();
              String _ = copy(video, tap);
              throw InfrastructureException.lasting("They are others.");
            })) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> library.progress(video(27), LONG)).hasMessage("They are others.");
        assertThatThrownBy(() -> library.frame(video(27), 0, LONG)).hasMessage("They are others.");
      }
    }
    assertThat(decodings).hasValue(1);
  }

  @Test
  void ofVideosThatNobodyWaitsForAnyMoreNotEverMoreAreBegun() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (FrameLibrary library =
        library(
            1 << 20,
            (video, tap) -> {
              go.await();
              return copy(video, tap);
            })) {
      assertThatThrownBy(
              () -> {
                for (int quality = 0; quality <= 51; quality++) {
                  library.frame(video(quality), 0, Duration.ZERO);
                }
              })
          .isInstanceOf(InfrastructureException.class)
          .hasMessage("9 videos are being decoded or wait for it; ask again when some are done.");
      go.countDown();
      assertThat(library.frame(video(0), 0, LONG)).isPresent();
    }
  }

  @Test
  void whatWasLookedAtLongestAgoMakesRoom() throws Exception {
    AtomicInteger decodings = new AtomicInteger();
    long each = clip.format().frameBytes() * FRAMES;
    try (FrameLibrary library =
        library(
            2 * each,
            (video, tap) -> {
              decodings.incrementAndGet();
              return copy(video, tap);
            })) {
      decode(library, 20);
      decode(library, 30);
      decode(library, 20);
      decode(library, 40);
      assertThat(decodings).hasValue(3);
      assertThat(bytesIn(folder.resolve("frames"))).isEqualTo(2 * each);
      decode(library, 20);
      assertThat(decodings).as("the newer of two stayed").hasValue(3);
      decode(library, 30);
      assertThat(decodings).hasValue(4);
    }
  }

  private void decode(FrameLibrary library, int quality) throws Exception {
    assertThat(library.progress(video(quality), LONG).figures()).isPresent();
    assertThat(library.frame(video(quality), 1, LONG)).isPresent();
  }

  private static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void aVideoThatIsLargerThanTheLimitIsRefused() {
    try (FrameLibrary library = library(100, FrameLibraryTest::copy)) {
      assertThatThrownBy(() -> library.frame(video(27), 0, LONG))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no room");
    }
  }

  @Test
  void twoVideosThatHaveNoRoomTogetherDoNotDriveEachOtherOutWhileOneIsLookedAt() throws Exception {
    AtomicInteger decodings = new AtomicInteger();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    long each = clip.format().frameBytes() * FRAMES;
    try (FrameLibrary library =
        new FrameLibrary(
            folder.resolve("frames"),
            _ -> 2 * each - 1,
            (video, tap) -> {
              decodings.incrementAndGet();
              return copy(video, tap);
            },
            now::get)) {
      for (int frame = 0; frame < FRAMES; frame++) {
        decode(library, 20);
        assertThatThrownBy(() -> library.frame(video(30), 0, LONG))
            .isInstanceOf(InfrastructureException.class)
            .hasMessageContaining("beside those that were just looked at");
      }
      assertThat(decodings).hasValue(1);
      now.set(Instant.EPOCH.plus(Duration.ofMinutes(1)));
      decode(library, 30);
      assertThat(decodings).hasValue(2);
    }
  }

  @Test
  void howMuchIsKeptFollowsWhatIsFree() throws Exception {
    long each = clip.format().frameBytes() * FRAMES;
    AtomicLong free = new AtomicLong(3 * each);
    Path frames = folder.resolve("frames");
    try (FrameLibrary library =
        new FrameLibrary(frames, _ -> free.get(), FrameLibraryTest::copy, InstantSource.system())) {
      for (int quality : new int[] {20, 30, 40}) {
        decode(library, quality);
      }
      assertThat(bytesIn(frames)).isEqualTo(3 * each);
      free.set(2 * each);
      decode(library, 50);
      assertThat(bytesIn(frames)).isEqualTo(2 * each);
    }
  }

  @Test
  void aProgramThatFailsIsNotRunAgainAndItsFramesBeforeThatAreShown() throws Exception {
    AtomicInteger decodings = new AtomicInteger();
    try (FrameLibrary library =
        library(
            1 << 20,
            (video, tap) -> {
              decodings.incrementAndGet();
              tap.frame(frame(video.clip(), 0));
              throw new CandidateFault(
                  FailureKind.CRASHED, ExperimentStatus.DECODING, "It crashed.");
            })) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> library.frame(video(27), 1, LONG))
            .isInstanceOf(CandidateFault.class)
            .hasMessage("It crashed.");
      }
      assertThat(library.frame(video(27), 0, LONG)).isPresent();
      assertThat(decodings).hasValue(1);
    }
  }

  @Test
  void aMachineThatFailedIsTriedAgain() throws Exception {
    AtomicInteger decodings = new AtomicInteger();
    try (FrameLibrary library =
        library(
            1 << 20,
            (video, tap) -> {
              if (decodings.incrementAndGet() == 1) {
                throw new IOException("There is no sandbox.");
              }
              return copy(video, tap);
            })) {
      assertThatThrownBy(() -> library.frame(video(27), 1, LONG))
          .hasMessage("There is no sandbox.");
      assertThat(library.frame(video(27), 1, LONG)).isPresent();
    }
  }
}

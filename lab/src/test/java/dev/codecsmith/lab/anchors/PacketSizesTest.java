package dev.codecsmith.lab.anchors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each frame takes of an anchor's bitstream. */
class PacketSizesTest {
  private static final String CSV = "frame,psnr_y\n0,40.0\n1,38.5\n2,inf\n";

  private static RatePoint point(long bytes) {
    RatePoint.Resources none = new RatePoint.Resources(0, 0, 0);
    return RatePointBuilder.builder()
        .clip("clip")
        .quality(30)
        .bytes(bytes)
        .metrics(Map.of())
        .encode(none)
        .decode(none)
        .bitstreamSha256("")
        .framesSha256("")
        .build();
  }

  static List<String> anchors() {
    return Anchors.names();
  }

  @ParameterizedTest
  @MethodSource("anchors")
  void theFramesOfEveryAnchorTakeAllOfItsBitstream(String name, @TempDir Path folder)
      throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 64, 6);
    Anchor anchor = Anchors.named(name);
    AnchorCodec.Coded coded =
        new AnchorBench(
                new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
                () -> {
                  throw new IllegalStateException("An anchor that ships needs no commands.");
                },
                new RunSlots(1),
                folder)
            .code(anchor, anchor.bandBest(), clip, FrameTap.none(), Set.of());
    List<String> lines = coded.framesCsv().lines().toList();
    assertThat(lines).hasSize(7).first().asString().endsWith(",bytes");
    List<Long> sizes =
        lines.stream()
            .skip(1)
            .map(line -> Long.parseLong(line.substring(line.lastIndexOf(',') + 1)))
            .toList();
    assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(coded.point().bytes());
    assertThat(sizes.getFirst()).as("the frame that needs no other").isGreaterThan(sizes.get(1));
  }

  @Test
  void packetsAreToldInCodingOrderAndFramesInThatOfTheClip() {
    String said = "packet 0 900\npacket 1024 70\nA warning.\npacket 512 30\n";
    assertThat(PacketSizes.addTo(CSV, said, point(1000)))
        .isEqualTo("frame,psnr_y,bytes\n0,40.0,900\n1,38.5,30\n2,inf,70\n");
    assertThat(PacketSizes.without(said)).isEqualTo("A warning.");
  }

  @Test
  void whatIsNotToldOfEveryFrameOrIsNotTheBitstreamIsNotGuessed() {
    assertThat(PacketSizes.addTo(CSV, "cket 0 900\npacket 1 70\npacket 2 30", point(1000)))
        .isEqualTo(CSV);
    assertThat(PacketSizes.addTo(CSV, "packet 0 900\npacket 1 70\npacket 2 30", point(999)))
        .isEqualTo(CSV);
    assertThat(PacketSizes.addTo(CSV, "", point(1000))).isEqualTo(CSV);
  }
}

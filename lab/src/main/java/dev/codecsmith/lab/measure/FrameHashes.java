package dev.codecsmith.lab.measure;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.codec.digest.DigestUtils;

/** The SHA-256 of each decoded frame's samples, by which two decodings of a bitstream compare. */
public final class FrameHashes implements FrameTap {
  private final List<byte[]> hashes = new ArrayList<>();
  private final MessageDigest digest = DigestUtils.getSha256Digest();

  /** Reads the decoded video to its end, or to its first frame too many. */
  public static FrameHashes of(Clip clip, ClipMeasurement.DecodedVideo video) throws IOException {
    FrameHashes hashes = new FrameHashes();
    try (FrameReader reader = ClipMeasurement.decoded(video::open)) {
      Optional<Frame> frame = ClipMeasurement.decoded(reader::next);
      while (frame.isPresent() && hashes.hashes.size() <= clip.frames()) {
        hashes.frame(frame.get());
        frame = ClipMeasurement.decoded(reader::next);
      }
    }
    return hashes;
  }

  @Override
  public void frame(Frame frame) {
    digest.update(frame.samples().asByteBuffer());
    hashes.add(digest.digest());
  }

  /** Forgets all frames. */
  public FrameHashes cleared() {
    hashes.clear();
    return this;
  }

  /** Those of the frames from an index on. */
  public FrameHashes from(int index) {
    FrameHashes rest = new FrameHashes();
    rest.hashes.addAll(hashes.subList(Math.min(index, hashes.size()), hashes.size()));
    return rest;
  }

  /** Those of the first so many frames. */
  public FrameHashes upTo(int count) {
    FrameHashes first = new FrameHashes();
    first.hashes.addAll(hashes.subList(0, Math.min(count, hashes.size())));
    return first;
  }

  /** The index, from 0, of the first frame that is not in both videos alike. */
  public OptionalInt firstDifference(FrameHashes other) {
    int common = Math.min(hashes.size(), other.hashes.size());
    for (int i = 0; i < common; i++) {
      if (!MessageDigest.isEqual(hashes.get(i), other.hashes.get(i))) {
        return OptionalInt.of(i);
      }
    }
    return hashes.size() == other.hashes.size() ? OptionalInt.empty() : OptionalInt.of(common);
  }
}

package dev.codecsmith.lab.anchors;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A codec of a few lines, as somebody might bring one: samples in steps, and zlib. */
public final class StepCodec {
  public static final List<Integer> STEPS = List.of(2, 3, 4, 6, 8, 12, 16, 24, 32);

  private static final String SOURCE =
      """
      import sys, zlib
      if sys.argv[1] == 'encode':
          head, body = open(sys.argv[2], 'rb').read().split(b'\\n', 1)
          step = int(sys.argv[3])
          out = head + b'\\n' + bytes([step]) + zlib.compress(bytes(s // step for s in body), 9)
      else:
          head, rest = open(sys.argv[2], 'rb').read().split(b'\\n', 1)
          step = rest[0]
          samples = [min(255, s * step + step // 2) for s in zlib.decompress(rest[1:])]
          size = dict((f[:1], int(f[1:])) for f in head.split()[1:] if f[:1] in (b'W', b'H'))
          w, h = size[b'W'], size[b'H']
          frame = 6 + w * h + 2 * ((w + 1) // 2) * ((h + 1) // 2)
          out = head + b'\\n'
          for at in range(0, len(samples), frame):
              out += b'FRAME\\n' + bytes(samples[at + 6:at + frame])
      name = sys.argv[4] if len(sys.argv) > 4 else ''
      (open(name, 'wb') if name else sys.stdout.buffer).write(out)
      """;

  private StepCodec() {}

  /** The anchor, which reads and writes files or, where they are left out, standard output. */
  public static CommandAnchorBuilder anchor(ArtifactStore artifacts, boolean files)
      throws StoreException {
    TreeMap<String, CommandFile> own = new TreeMap<>();
    own.put(
        "codec/step.py",
        new CommandFile(artifacts.put(SOURCE.getBytes(StandardCharsets.UTF_8)), false));
    try {
      List<String> encode =
          SystemPrograms.resolved(
              CommandWords.split(
                  "python3 {files}/codec/step.py encode {input} {quality}"
                      + (files ? " {bitstream}" : "")));
      List<String> decode =
          SystemPrograms.resolved(
              CommandWords.split(
                  "python3 {files}/codec/step.py decode {bitstream}"
                      + (files ? " 0 {output}" : "")));
      return CommandAnchorBuilder.builder()
          .name("steps")
          .encode(encode)
          .decode(decode)
          .values(STEPS)
          .bandBest(3)
          .bandWorst(24)
          .files(own)
          .programs(SystemPrograms.hashes(List.of(encode, decode)));
    } catch (IOException e) {
      throw new StoreException(Path.of("python3") + " cannot be read", e);
    }
  }
}

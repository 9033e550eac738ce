package dev.codecsmith.cli.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.VectorModule;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What {@code codecsmith package} makes of a program in each language that is compiled. */
@Timeout(300)
class PackagedLanguagesTest {
  /** As the program in C: samples in a few bits each. */
  private static final String RUST =
      """
      use std::io::Write;

      fn main() {
          let words: Vec<String> = std::env::args().collect();
          let all = std::fs::read(&words[2]).unwrap();
          let mut out: Vec<u8> = Vec::new();
          if words[1] == "encode" {
              let quality: usize = words[3].parse().unwrap();
              let (step, bits) = (64u8 >> (quality / 25), 2 + quality / 25);
              let head = all.iter().position(|each| *each == b'\\n').unwrap() + 1;
              let size = size(&all[..head]);
              out.push(bits as u8);
              out.extend(&all[..head]);
              let (mut buffer, mut held, mut at) = (0u32, 0, head);
              while at < all.len() {
                  at += 6;
                  for sample in &all[at..at + size] {
                      buffer = buffer << bits | (sample / step) as u32;
                      held += bits;
                      while held >= 8 {
                          held -= 8;
                          out.push((buffer >> held) as u8);
                      }
                  }
                  at += size;
              }
              out.push((buffer << (8 - held)) as u8);
          } else {
              let bits = all[0] as usize;
              let head = all.iter().position(|each| *each == b'\\n').unwrap() + 1;
              let size = size(&all[1..head]);
              let step = 256usize >> bits;
              out.extend(&all[1..head]);
              let frames = (all.len() - head) * 8 / bits / size;
              let (mut buffer, mut held, mut at) = (0u32, 0, head);
              for _ in 0..frames {
                  out.extend(b"FRAME\\n");
                  for _ in 0..size {
                      while held < bits {
                          buffer = buffer << 8 | all[at] as u32;
                          at += 1;
                          held += 8;
                      }
                      held -= bits;
                      let level = (buffer >> held) as usize & ((1 << bits) - 1);
                      out.push((level * step + step / 2) as u8);
                  }
              }
          }
          std::io::stdout().write_all(&out).unwrap();
      }

      fn size(head: &[u8]) -> usize {
          let head = std::str::from_utf8(head).unwrap();
          let number = |letter: char| -> usize {
              head.split_whitespace().find(|word| word.starts_with(letter)).unwrap()[1..].parse().unwrap()
          };
          number('W') * number('H') * 3 / 2
      }
      """;

  @TempDir private Path folder;

  private static String source(String language) throws IOException {
    return switch (language) {
      case "rust" -> RUST;
      case "cpp" ->
          CProgramModel.source().replace("= malloc(size)", "= (unsigned char *) malloc(size)");
      default -> CProgramModel.source();
    };
  }

  private static String entry(String language) {
    return "codec." + Map.of("c", "c", "cpp", "cpp", "rust", "rs").get(language);
  }

  /** Why its programs cannot be built on this machine. */
  private static Optional<String> missing(String language) throws IOException {
    try (Toolchains toolchains = Toolchains.in(Bubblewrap.detect(), CacheFolder.ofTheUser())) {
      var _ = toolchains.of(language);
      return Optional.empty();
    } catch (InfrastructureException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private JsonNode evaluated(String language, Path clip, Path data) throws IOException {
    VectorModule.load();
    Path program = Files.createDirectories(folder.resolve(language));
    Files.writeString(program.resolve(entry(language)), source(language));
    Files.writeString(
        program.resolve("program.json"),
        "{\"language\": \"%s\", \"entry\": \"%s\", \"name\": \"packaged\"}"
            .formatted(language, entry(language)));
    return Spoken.by(
            "evaluate",
            program.toString(),
            "--clip",
            clip.toString(),
            "--data",
            data.toString(),
            "--json")
        .json();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "cpp", "rust"})
  void theFolderCodesAsTheStoredExperimentDid(String language) throws Exception {
    Optional<String> missing = missing(language);
    assumeThat(missing).as(missing.orElse("")).isEmpty();
    Path clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 2);
    Path data = folder.resolve("data");
    JsonNode experiment = evaluated(language, clip, data);
    String id = experiment.path("id").asString();
    Path packaged = folder.resolve("packaged");
    Spoken.by("package", id, "--out", packaged.toString(), "--data", data.toString()).well();
    List<JsonNode> points =
        StreamSupport.stream(experiment.path("points").spliterator(), false).toList();
    assertThat(points).hasSize(4);
    for (JsonNode point : points) {
      String quality = point.path("quality").asString();
      Path bitstream = run(packaged, "encode", clip.toString(), quality);
      assertThat(DigestUtils.sha256Hex(Files.readAllBytes(bitstream)))
          .as("the bitstream at " + quality)
          .isEqualTo(point.path("bitstream_sha256").asString());
      Path frames = run(packaged, "decode", bitstream.toString());
      JsonNode measured = Spoken.by("measure", clip.toString(), frames.toString(), "--json").json();
      assertThat(measured.at("/psnr_yuv").doubleValue())
          .as("its frames, by " + measured)
          .isGreaterThan(20)
          .isCloseTo(point.at("/metrics/psnr_yuv").doubleValue(), within(1e-9));
    }
  }

  private Path run(Path packaged, String... words) throws Exception {
    Path out = folder.resolve(words[0] + "d.y4m");
    List<String> line = new ArrayList<>(List.of("./codec"));
    line.addAll(List.of(words));
    Process process =
        new ProcessBuilder(line)
            .directory(packaged.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();
    return out;
  }
}

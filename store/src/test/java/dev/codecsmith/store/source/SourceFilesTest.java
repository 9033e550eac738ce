package dev.codecsmith.store.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are fetched over connections that are cut. */
class SourceFilesTest {
  private static final byte[] CONTENT = "0123456789".getBytes(UTF_8);
  private static final FileAddress ADDRESS = address(CONTENT);

  @TempDir private Path folder;

  /** From which byte each connection was asked for. */
  private final List<Long> asked = new ArrayList<>();

  private long nanos;

  private static FileAddress address(byte[] content) {
    return FileAddress.parse(
        "https://host.example/a/my%20clip.y4m#sha256=" + DigestUtils.sha256Hex(content));
  }

  private SourceFiles files(FileServer server) {
    return new SourceFiles(folder, server, server, 1000, () -> nanos);
  }

  /** A server that cuts each connection behind so many bytes. */
  private FileServer cutting(byte[] content, int bytes) {
    return (_, from) -> {
      asked.add(from);
      byte[] rest = Arrays.copyOfRange(content, (int) from, content.length);
      InputStream in = new ByteArrayInputStream(Arrays.copyOf(rest, Math.min(bytes, rest.length)));
      return new OpenedFile(in, from, OptionalLong.of(content.length));
    };
  }

  @Test
  void aFileIsFetchedOnceAndCalledAsItsAddressCallsIt() throws Exception {
    SourceFiles files = files(cutting(CONTENT, 100));
    Path file = files.fetch(ADDRESS);
    assertThat(file).hasBinaryContent(CONTENT).hasFileName("my_clip.y4m");
    assertThat(files.fetch(ADDRESS)).isEqualTo(file);
    assertThat(asked).containsExactly(0L);
  }

  @Test
  void aCutAtAnyByteIsGoneOnFrom() throws Exception {
    for (int bytes = 1; bytes <= CONTENT.length; bytes++) {
      byte[] content = Arrays.copyOf(CONTENT, CONTENT.length);
      content[0] = (byte) bytes;
      asked.clear();
      assertThat(files(cutting(content, bytes)).fetch(address(content))).hasBinaryContent(content);
      assertThat(asked).doesNotHaveDuplicates().startsWith(0L);
    }
  }

  @Test
  void whatAKilledProcessFetchedIsNotFetchedAgain() throws Exception {
    Files.write(folder.resolve(ADDRESS.sha256() + ".part"), Arrays.copyOf(CONTENT, 4));
    assertThat(files(cutting(CONTENT, 100)).fetch(ADDRESS)).hasBinaryContent(CONTENT);
    assertThat(asked).containsExactly(4L);
  }

  @Test
  void aPartOfAnotherFileIsThrownAway() throws Exception {
    Files.writeString(folder.resolve(ADDRESS.sha256() + ".part"), "abcd");
    assertThat(files(cutting(CONTENT, 100)).fetch(ADDRESS)).hasBinaryContent(CONTENT);
    assertThat(asked).containsExactly(4L, 0L);
  }

  @Test
  void aServerThatSendsOnlyWholeFilesIsTakenFromTheBeginning() throws Exception {
    Files.write(folder.resolve(ADDRESS.sha256() + ".part"), Arrays.copyOf(CONTENT, 4));
    FileServer whole =
        (_, _) -> new OpenedFile(new ByteArrayInputStream(CONTENT), 0, OptionalLong.empty());
    assertThat(files(whole).fetch(ADDRESS)).hasBinaryContent(CONTENT);
  }

  @Test
  void anotherContentIsRefusedAndNotKept() {
    SourceFiles files = files(cutting("other".getBytes(UTF_8), 100));
    assertThatThrownBy(() -> files.fetch(ADDRESS))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "host.example", "what came has the SHA-256 " + DigestUtils.sha256Hex("other"));
    assertThat(folder.resolve(ADDRESS.sha256() + ".part")).doesNotExist();
  }

  @Test
  void aFileThatIsTooLargeIsNotFetched() {
    SourceFiles told = files(cutting(new byte[1001], 100));
    assertThatThrownBy(() -> told.fetch(ADDRESS)).hasMessageContaining("larger than a clip may be");
    assertThat(asked).hasSize(1);
    SourceFiles untold =
        files((_, _) ->
            new OpenedFile(new ByteArrayInputStream(new byte[1001]), 0, OptionalLong.empty()));
    assertThatThrownBy(() -> untold.fetch(ADDRESS))
        .hasMessageContaining("larger than a clip may be");
    assertThat(folder.resolve(ADDRESS.sha256() + ".part")).as("what had come").doesNotExist();
  }

  @Test
  void aServerThatDripsIsGivenUpAndWhatCameIsKept() throws Exception {
    FileServer dripping =
        (_, from) -> {
          asked.add(from);
          nanos += Duration.ofMinutes(1).toNanos();
          return cutting(CONTENT, 1).open(ADDRESS, from);
        };
    assertThatThrownBy(() -> files(dripping).fetch(ADDRESS))
        .isInstanceOfSatisfying(
            StoreException.class, fault -> assertThat(fault.isLasting()).isFalse())
        .hasMessageContaining("its server has sent less than 1 MiB in 5 minutes");
    assertThat(folder.resolve(ADDRESS.sha256() + ".part"))
        .hasBinaryContent(Arrays.copyOf(CONTENT, 5));
  }

  @Test
  void anInterruptEndsATransfer() {
    SourceFiles files =
        files((_, from) -> {
          asked.add(from);
          Thread.currentThread().interrupt();
          return new OpenedFile(new ByteArrayInputStream(CONTENT), 0, OptionalLong.empty());
        });
    assertThatThrownBy(() -> files.fetch(ADDRESS))
        .hasMessageContaining("it was stopped at byte 10");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(asked).hasSize(1);
  }

  @Test
  void onlyWhatItsServerRefusesIsALastingFault() {
    for (IOException fault :
        List.of(new IOException("503"), new FileServer.RefusedException("404"))) {
      SourceFiles files =
          files((_, _) -> {
            throw fault;
          });
      assertThatThrownBy(() -> files.fetch(ADDRESS))
          .isInstanceOfSatisfying(
              StoreException.class,
              told ->
                  assertThat(told.isLasting())
                      .isEqualTo(fault instanceof FileServer.RefusedException));
    }
  }

  @Test
  void theQueryOfASignedAddressIsInNoSentence() {
    String sha256 = "ab".repeat(32);
    FileAddress signed =
        FileAddress.parse("https://host.example/a.y4m?Signature=secret#sha256=" + sha256);
    assertThat(signed.toString()).contains("Signature=secret");
    SourceFiles files =
        files((_, _) -> {
          throw new IOException("no route");
        });
    assertThatThrownBy(() -> files.fetch(signed))
        .hasMessageContaining("The clip https://host.example/a.y4m cannot be fetched");
    assertThatThrownBy(() -> FileAddress.parse("https://host/a.y4m?Signature=secret#sha256=1"))
        .hasMessageContaining("'https://host/a.y4m?…#sha256=1' is no address")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aServerThatGivesNothingIsGivenUp() {
    SourceFiles files =
        files((_, from) -> {
          asked.add(from);
          throw new IOException("no route");
        });
    assertThatThrownBy(() -> files.fetch(ADDRESS)).hasMessageContaining("no route");
    assertThat(asked).hasSize(5);
  }

  @Test
  void addressesAreKnownFromTextsAndFromWhatPathsMakeOfThem() {
    String text = "s3://my-bucket/a/b.y4m#sha256=" + "ab".repeat(32);
    FileAddress address = FileAddress.parse(text);
    assertThat(address).hasToString(text);
    assertThat(FileAddress.of(Path.of(text))).contains(address);
    assertThat(FileAddress.of(Path.of("/home/me/").resolve(text))).contains(address);
    assertThat(FileAddress.of(Path.of("/home/me/clip.y4m"))).isEmpty();
    assertThat(FileAddress.of(Path.of("clip#sha256=1.y4m"))).isEmpty();
    for (String wrong :
        List.of(
            "https://host/clip.y4m",
            "http://host/clip.y4m#sha256=" + "ab".repeat(32),
            "https://me:secret@host/clip.y4m#sha256=" + "ab".repeat(32),
            "https://host/clip.y4m#sha256=" + "AB".repeat(32),
            "s3://bucket#sha256=" + "ab".repeat(32))) {
      assertThatThrownBy(() -> FileAddress.of(Path.of(wrong)))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("sha256sum");
    }
  }
}

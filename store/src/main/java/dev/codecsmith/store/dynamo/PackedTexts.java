package dev.codecsmith.store.dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Texts of any length as attributes of items, which hold 400 KB at most: a short one as it is, a
 * longer one compressed, and one that is too long even so as an artifact that the attribute names.
 * An artifact never changes, so a record and its text are always of one version.
 */
final class PackedTexts {
  private static final String PLAIN = "plain";
  private static final String GZIP = "gzip";
  private static final String ARTIFACT = "artifact";

  /** As much as is not worth compressing. */
  private static final int SHORT = 512;

  private final ArtifactStore artifacts;

  PackedTexts(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  /**
   * The attribute of a text.
   *
   * @param most how many bytes it may have
   */
  AttributeValue pack(String text, int most) throws StoreException {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length <= SHORT) {
      return AttributeValue.fromM(Map.of(PLAIN, Items.text(text)));
    }
    byte[] compressed = compress(bytes);
    return compressed.length <= most
        ? AttributeValue.fromM(
            Map.of(GZIP, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(compressed))))
        : AttributeValue.fromM(Map.of(ARTIFACT, Items.text(artifacts.put(bytes))));
  }

  String unpack(AttributeValue packed) throws StoreException {
    AttributeValue compressed = packed.m().get(GZIP);
    if (compressed != null) {
      return new String(decompress(compressed.b().asByteArrayUnsafe()), UTF_8);
    }
    Optional<String> artifact = artifact(packed);
    return artifact.isPresent()
        ? new String(artifacts.read(artifact.get()), UTF_8)
        : Items.text(packed.m(), PLAIN);
  }

  /** The artifact that a text is kept as. */
  static Optional<String> artifact(AttributeValue packed) {
    return Optional.ofNullable(packed.m().get(ARTIFACT)).map(AttributeValue::s);
  }

  private static byte[] compress(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return out.toByteArray();
  }

  private static byte[] decompress(byte[] compressed) throws StoreException {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw StoreException.lasting(
          "the table holds a text that cannot be read ("
              + e.getMessage()
              + "): it was changed by hand; restore the table from a backup",
          e);
    }
  }
}

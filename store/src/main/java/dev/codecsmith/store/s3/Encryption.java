package dev.codecsmith.store.s3;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * How the server encrypts what it keeps.
 *
 * @param kmsKey id or ARN of a KMS key; empty for AES256 with keys of the server's own
 */
public record Encryption(Optional<String> kmsKey) {

  ServerSideEncryption algorithm() {
    return kmsKey.isPresent() ? ServerSideEncryption.AWS_KMS : ServerSideEncryption.AES256;
  }

  /** As the SDK takes it. */
  @Nullable String keyOrNull() {
    return kmsKey.orElse(null);
  }
}

package dev.codecsmith.store.source;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsCalls;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects of S3 buckets, read with the credentials of this process. */
final class S3Files implements FileServer {
  private static final int BAD_RANGE = 416;

  private final Supplier<S3Client> client;

  S3Files(Supplier<S3Client> client) {
    this.client = client;
  }

  @Override
  public OpenedFile open(FileAddress address, long from) throws IOException {
    String bucket = address.location().getHost();
    String key = address.location().getPath().substring(1);
    try {
      ResponseInputStream<GetObjectResponse> object =
          new AwsCalls("bucket", "the bucket " + bucket)
              .make(
                  () ->
                      client
                          .get()
                          .getObject(get -> {
                            get.bucket(bucket).key(key);
                            if (from > 0) {
                              get.range("bytes=" + from + "-");
                            }
                          }),
                  Set.<Class<? extends SdkException>>of(NoSuchKeyException.class));
      return new OpenedFile(
          object, from, OptionalLong.of(from + object.response().contentLength()));
    } catch (NoSuchKeyException e) {
      throw new RefusedException("the bucket " + bucket + " has no object " + key, e);
    } catch (StoreException e) {
      if (from > 0
          && e.getCause() instanceof S3Exception fault
          && fault.statusCode() == BAD_RANGE) {
        return open(address, 0);
      }
      throw e.isLasting() ? new RefusedException(String.valueOf(e.getMessage()), e) : e;
    }
  }
}

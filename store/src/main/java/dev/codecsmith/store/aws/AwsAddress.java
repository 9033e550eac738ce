package dev.codecsmith.store.aws;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a store in the cloud is. Credentials are no part of it: they come by the SDK's usual chain
 * (environment, profile, the role of the machine).
 *
 * @param table the DynamoDB table of the records; empty where only the artifacts are meant
 * @param bucket the S3 bucket of the artifacts
 * @param endpoint another server than Amazon's; for DynamoDB, and for S3 unless that has its own
 * @param s3Endpoint another server for S3
 * @param pathStyle whether the bucket stands in the path and not in the host's name
 * @param region empty where the SDK's usual chain names it
 * @param kmsKey id or ARN of the KMS key that artifacts are encrypted with; empty for AES256, with
 *     keys of the server's own
 */
public record AwsAddress(
    String table,
    String bucket,
    Optional<URI> endpoint,
    Optional<URI> s3Endpoint,
    boolean pathStyle,
    Optional<String> region,
    Optional<String> kmsKey) {

  /** How an address is written. */
  public static final String FORM =
      "aws:table=NAME,bucket=NAME[,endpoint=URL][,s3-endpoint=URL][,path-style][,region=R][,kms-key=ID]";

  /** How an address of artifacts alone is written. */
  public static final String BUCKET_FORM =
      "aws:bucket=NAME[,endpoint=URL][,s3-endpoint=URL][,path-style][,region=R][,kms-key=ID]";

  private static final String SCHEME = "aws:";
  private static final String PATH_STYLE = "path-style";
  private static final Set<String> NAMES =
      Set.of("table", "bucket", "endpoint", "s3-endpoint", PATH_STYLE, "region", "kms-key");
  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** Whether a text is meant as an address of this kind. */
  public static boolean isOne(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  public static AwsAddress parse(String text) {
    AwsAddress address = parseBucket(text);
    if (address.table().isEmpty()) {
      throw wrong(text, "table is missing");
    }
    return address;
  }

  /**
   * Reads an address of which only the bucket is used; the table may be left out.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  public static AwsAddress parseBucket(String text) {
    if (!isOne(text)) {
      throw wrong(text, "it does not begin with " + SCHEME);
    }
    Map<String, String> parts = parts(text);
    boolean pathStyle = parts.containsKey(PATH_STYLE);
    if (pathStyle && !parts.getOrDefault(PATH_STYLE, "").isEmpty()) {
      throw wrong(text, "path-style has no value");
    }
    return new AwsAddress(
        parts.containsKey("table") ? required(text, parts, "table", TABLE) : "",
        required(text, parts, "bucket", BUCKET),
        url(text, parts, "endpoint"),
        url(text, parts, "s3-endpoint"),
        pathStyle,
        Optional.ofNullable(parts.get("region")),
        Optional.ofNullable(parts.get("kms-key")));
  }

  private static Map<String, String> parts(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : List.of(text.substring(SCHEME.length()).split(",", -1))) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      if (!NAMES.contains(name)) {
        throw wrong(text, "'" + name + "' is no part of one");
      }
      if (value.isEmpty() && !name.equals(PATH_STYLE)) {
        throw wrong(text, name + " has no value");
      }
      if (parts.put(name, value) != null) {
        throw wrong(text, name + " is given twice");
      }
    }
    return parts;
  }

  private static String required(
      String text, Map<String, String> parts, String name, Pattern pattern) {
    String value = parts.get(name);
    if (value == null) {
      throw wrong(text, name + " is missing");
    }
    if (!pattern.matcher(value).matches()) {
      throw wrong(text, "'" + value + "' cannot be the name of a " + name);
    }
    return value;
  }

  private static Optional<URI> url(String text, Map<String, String> parts, String name) {
    String value = parts.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
      throw wrong(text, name + " must be an address such as http://127.0.0.1:9000");
    }
    try {
      return Optional.of(URI.create(value));
    } catch (IllegalArgumentException _) {
      throw wrong(text, name + " must be an address such as http://127.0.0.1:9000");
    }
  }

  private static IllegalArgumentException wrong(String text, String reason) {
    return new IllegalArgumentException(
        "'" + text + "' is no address of a store: " + reason + ". It is written " + FORM + ".");
  }

  /** The server of the artifacts, where it is not Amazon's. */
  public Optional<URI> artifactEndpoint() {
    return s3Endpoint.or(this::endpoint);
  }

  /**
   * The bucket on its server, such as {@code s3://bucket}: the same for all that use it, and no
   * secret in it.
   */
  public String artifactsPlace() {
    return artifactEndpoint()
            .map(url ->
                url.getScheme()
                    + "://"
                    + url.getRawAuthority().replaceFirst("^.*@", "")
                    + url.getRawPath().replaceFirst("/+$", ""))
            .orElse("s3:/")
        + "/"
        + bucket;
  }

  /** The address as it is written. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(SCHEME);
    text.append(table.isEmpty() ? "" : "table=" + table + ",").append("bucket=").append(bucket);
    endpoint.ifPresent(url -> text.append(",endpoint=").append(url));
    s3Endpoint.ifPresent(url -> text.append(",s3-endpoint=").append(url));
    if (pathStyle) {
      text.append(",").append(PATH_STYLE);
    }
    region.ifPresent(name -> text.append(",region=").append(name));
    kmsKey.ifPresent(key -> text.append(",kms-key=").append(key));
    return text.toString();
  }
}

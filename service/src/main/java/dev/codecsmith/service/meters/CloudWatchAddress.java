package dev.codecsmith.service.meters;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where figures go in Amazon CloudWatch.
 *
 * @param namespace what they are found under there
 * @param region empty where the SDK's usual chain names it
 * @param endpoint another server than Amazon's
 */
public record CloudWatchAddress(String namespace, Optional<String> region, Optional<URI> endpoint) {
  /** How one is written. */
  public static final String FORM = "NAMESPACE[,region=R][,endpoint=URL]";

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?!AWS/)([A-Za-z0-9._/#:-]{1,255})(?:,region=([a-z0-9-]+))?(?:,endpoint=(https?://[^\\s,]+))?");

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  public static CloudWatchAddress parse(String text) {
    Matcher parts = WRITTEN.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "--cloudwatch must be "
              + FORM
              + ", such as Codecsmith,region=eu-central-1; namespaces that begin with AWS/ are"
              + " Amazon's own. Found '"
              + text
              + "'.");
    }
    return new CloudWatchAddress(
        parts.group(1),
        Optional.ofNullable(parts.group(2)),
        Optional.ofNullable(parts.group(3)).map(URI::create));
  }
}

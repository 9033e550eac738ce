package dev.codecsmith.service.alerts.channels;

import dev.codecsmith.service.alerts.AlertChannel;
import dev.codecsmith.store.aws.AwsClients;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsClientBuilder;

/** Makes channels of what stands behind {@code --alert}. */
public final class AlertChannels {
  /** How a channel is written. */
  public static final String FORM = "webhook=URL, mail=ADDRESS or sns=TOPIC_ARN[,endpoint=URL]";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Pattern TOPIC =
      Pattern.compile(
          "(arn:aws[a-z-]*:sns:([a-z0-9-]+):\\d{12}:[A-Za-z0-9_.-]{1,256})(?:,endpoint=(\\S+))?");

  private final Optional<SmtpServer> smtp;
  private final Optional<String> from;

  /**
   * @param smtp where mail is handed in; empty where none is
   * @param from the sender of mail; empty for the server's user if that is an address, and
   *     otherwise the receiver
   * @throws IllegalArgumentException with a sentence if the sender is no address
   */
  public AlertChannels(Optional<SmtpServer> smtp, Optional<String> from) {
    this.smtp = smtp;
    this.from = from;
    from.ifPresent(sender -> mailAddress("--smtp-from", sender));
  }

  /**
   * A channel.
   *
   * @throws IllegalArgumentException with a sentence, which does not repeat a webhook's address, if
   *     it is written wrongly
   */
  public AlertChannel of(String written) {
    int equals = written.indexOf('=');
    String kind = equals < 0 ? written : written.substring(0, equals);
    String address = written.substring(equals + 1);
    return switch (kind) {
      case "webhook" -> webhook(address);
      case "mail" -> mail(address);
      case "sns" -> sns(address);
      default ->
          throw new IllegalArgumentException(
              "--alert must be " + FORM + "; '" + kind + "' is none of them.");
    };
  }

  private static AlertChannel webhook(String address) {
    return new WebhookChannel(
        url(address)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "--alert webhook= needs an address such as"
                        + " https://hooks.slack.com/services/….")));
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = URI.create(text);
      boolean usable =
          url.getHost() != null
              && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()));
      return usable ? Optional.of(url) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private AlertChannel mail(String address) {
    InternetAddress to = mailAddress("--alert mail=", address);
    SmtpServer server =
        smtp.orElseThrow(() ->
            new IllegalArgumentException(
                "--alert mail= needs the server that takes mail: --smtp smtps://USER@HOST:PORT."));
    String sender = from.or(() -> server.user().filter(user -> user.contains("@"))).orElse(address);
    return new MailChannel(to, mailAddress("--smtp-from", sender), server, Optional.empty());
  }

  private static InternetAddress mailAddress(String option, String text) {
    try {
      InternetAddress address = new InternetAddress(text, true);
      if (address.getAddress().contains("@")) {
        return address;
      }
    } catch (AddressException _) {
      // As one without a domain.
    }
    throw new IllegalArgumentException(
        option + " needs an address such as me@example.org, found '" + text + "'.");
  }

  private static AlertChannel sns(String written) {
    Matcher topic = TOPIC.matcher(written);
    Optional<String> endpoint =
        topic.matches() ? Optional.ofNullable(topic.group(3)) : Optional.empty();
    if (!topic.matches() || (endpoint.isPresent() && url(endpoint.get()).isEmpty())) {
      throw new IllegalArgumentException(
          "--alert sns= needs a topic such as arn:aws:sns:eu-central-1:123456789012:codecsmith,"
              + " found '"
              + written
              + "'.");
    }
    SnsClientBuilder client =
        SnsClient.builder()
            .httpClient(AwsClients.http())
            .region(Region.of(topic.group(2)))
            .overrideConfiguration(limits -> limits.apiCallTimeout(PATIENCE));
    endpoint.flatMap(AlertChannels::url).ifPresent(client::endpointOverride);
    return new SnsChannel(topic.group(1), client.build());
  }
}

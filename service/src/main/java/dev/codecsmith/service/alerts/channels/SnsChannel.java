package dev.codecsmith.service.alerts.channels;

import dev.codecsmith.service.alerts.Alert;
import dev.codecsmith.service.alerts.AlertChannel;
import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;

/** A topic of Amazon SNS. */
final class SnsChannel implements AlertChannel {
  /** SNS takes less than 100 characters of ASCII on one line. */
  private static final int LONGEST_SUBJECT = 99;

  private final String topic;
  private final SnsClient client;

  /**
   * @param client closed with the channel
   */
  SnsChannel(String topic, SnsClient client) {
    this.topic = topic;
    this.client = client;
  }

  @Override
  public String name() {
    return "the topic " + topic;
  }

  @Override
  public String id() {
    return ChannelIds.of("sns", topic);
  }

  @Override
  public void tell(Alert alert) throws IOException {
    try {
      var _ =
          client.publish(request ->
              request
                  .topicArn(topic)
                  .subject(subject(alert.title()))
                  .message(alert.title() + "\n\n" + alert.text()));
    } catch (SdkException e) {
      throw new IOException(topic + " did not take it: " + e.getMessage(), e);
    }
  }

  private static String subject(String title) {
    String plain = ("codecsmith: " + title).replaceAll("[^ -~]", "?");
    return plain.substring(0, Math.min(LONGEST_SUBJECT, plain.length()));
  }

  @Override
  public void close() {
    client.close();
  }
}

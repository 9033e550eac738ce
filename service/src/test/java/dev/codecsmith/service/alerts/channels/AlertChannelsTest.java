package dev.codecsmith.service.alerts.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.service.alerts.Alert;
import dev.codecsmith.service.alerts.AlertChannel;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What channels send on the wire, and how they are written. */
@Timeout(60)
class AlertChannelsTest {
  private static final Alert ALERT =
      new Alert(
          "worker down: http://a & <b>",
          "It answered \"503\" <busy> &amp; left.\nSince then.",
          Instant.EPOCH);
  private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:codecsmith";

  private final AlertChannels channels = new AlertChannels(Optional.empty(), Optional.empty());
  private HttpSink sink;

  @BeforeEach
  void start() throws IOException {
    sink = new HttpSink();
    System.setProperty("aws.accessKeyId", "id");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  @AfterEach
  void stop() {
    sink.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void aWebhookIsSentTextAsSlackTakesIt() throws Exception {
    try (AlertChannel channel = channels.of("webhook=" + sink.address() + "/services/T/B?x=1")) {
      channel.tell(ALERT);
    }
    HttpSink.Request request = sink.take();
    assertThat(request.path()).isEqualTo("/services/T/B?x=1");
    assertThat(request.contentType()).hasValue("application/json; charset=utf-8");
    JsonNode expected =
        JsonNodeFactory.instance
            .objectNode()
            .put(
                "text",
                "*worker down: http://a &amp; &lt;b&gt;*\n"
                    + "It answered \"503\" &lt;busy&gt; &amp;amp; left.\nSince then.");
    assertThat(Json.read(request.text(), JsonNode.class)).isEqualTo(expected);
  }

  @Test
  void whatAWebhookRefusesIsAFaultThatDoesNotShowItsAddress() throws Exception {
    sink.answer(404, "text/plain", "no_service".getBytes(StandardCharsets.UTF_8));
    try (AlertChannel channel = channels.of("webhook=" + sink.address() + "/services/secret")) {
      assertThatThrownBy(() -> channel.tell(ALERT))
          .isInstanceOf(IOException.class)
          .hasMessage("It answered 404 no_service");
      assertThat(channel.name() + channel.id()).doesNotContain("secret");
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    sink.answer(302, "text/plain", new byte[0]);
    try (AlertChannel channel = channels.of("webhook=" + sink.address())) {
      assertThatThrownBy(() -> channel.tell(ALERT)).hasMessage("It answered 302");
    }
  }

  @Test
  void aTopicIsPublishedToAndSigned() throws Exception {
    sink.answer(
        200,
        "text/xml",
        ("<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult>"
                + "<MessageId>1</MessageId></PublishResult></PublishResponse>")
            .getBytes(StandardCharsets.UTF_8));
    Alert alert = new Alert("budget: ünlimited " + "x".repeat(200), "Text.", Instant.EPOCH);
    try (AlertChannel channel = channels.of("sns=" + TOPIC + ",endpoint=" + sink.address())) {
      channel.tell(alert);
    }
    HttpSink.Request request = sink.take();
    assertThat(request.authorization()).contains("/eu-central-1/sns/aws4_request");
    assertThat(URLDecoder.decode(request.text(), StandardCharsets.UTF_8))
        .contains(
            "Action=Publish",
            "TopicArn=" + TOPIC,
            "Subject=codecsmith: budget: ?nlimited x",
            "Message=budget: ünlimited x",
            "\n\nText.");
    String subject = request.text().replaceFirst("(?s).*Subject=([^&]*).*", "$1");
    assertThat(URLDecoder.decode(subject, StandardCharsets.UTF_8)).hasSize(99);
  }

  @Test
  void whatATopicRefusesIsAFault() throws Exception {
    sink.answer(
        403,
        "text/xml",
        ("<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error>"
                + "<Type>Sender</Type><Code>AuthorizationError</Code><Message>not allowed</Message>"
                + "</Error></ErrorResponse>")
            .getBytes(StandardCharsets.UTF_8));
    try (AlertChannel channel = channels.of("sns=" + TOPIC + ",endpoint=" + sink.address())) {
      assertThatThrownBy(() -> channel.tell(ALERT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not take it: not allowed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.slack.com/services/T",
        "pager=1",
        "webhook=",
        "webhook=hooks.slack.com/secret",
        "webhook=ftp://secret",
        "webhook=http://a b",
        "mail=",
        "mail=nobody",
        "mail=a@",
        "mail=me@example.org",
        "sns=codecsmith",
        "sns=arn:aws:sqs:eu-central-1:123456789012:codecsmith",
        "sns=arn:aws:sns:eu-central-1:123456789012:codecsmith,endpoint=nowhere",
      })
  void whatIsWrittenWronglyIsASentenceWithoutSecrets(String written) {
    assertThatThrownBy(() -> channels.of(written))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith("--")
        .endsWith(".")
        .doesNotContain("secret", "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail.example.org",
        "imap://a@b",
        "smtps://me:secret@mail.example.org",
        "smtps://mail.example.org:0",
        "smtps://mail.example.org:70000",
        "smtps://me@mail.example.org/x",
        "smtps://",
      })
  void aServerThatIsWrittenWronglyIsASentenceWithoutSecrets(String written) {
    assertThatThrownBy(() -> SmtpServer.parse(written, Optional.of("p")))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith("--smtp must be smtps://USER@HOST:PORT")
        .doesNotContain("secret");
  }

  @Test
  void aServerIsReadWithItsUsersAndUsualPorts() {
    SmtpServer full =
        SmtpServer.parse("smtps://me@example.org@mail.example.org:4650", Optional.of("p"));
    assertThat(full)
        .isEqualTo(
            new SmtpServer(
                true, Optional.of("me@example.org"), "mail.example.org", 4650, Optional.of("p")));
    assertThat(full.toString()).isEqualTo("smtps://me@example.org@mail.example.org:4650");
    assertThat(SmtpServer.parse("smtps://a", Optional.empty()).port()).isEqualTo(465);
    assertThat(SmtpServer.parse("smtp://a", Optional.empty()).port()).isEqualTo(587);
    assertThatThrownBy(() -> SmtpServer.parse("smtp://me@a", Optional.empty()))
        .hasMessageContaining("--smtp-password-file");
  }

  @Test
  void aSenderThatIsNoAddressIsASentence() {
    assertThatThrownBy(() -> new AlertChannels(Optional.empty(), Optional.of("nobody")))
        .hasMessage("--smtp-from needs an address such as me@example.org, found 'nobody'.");
    assertThatCode(() -> new LogChannel().tell(ALERT)).doesNotThrowAnyException();
  }
}

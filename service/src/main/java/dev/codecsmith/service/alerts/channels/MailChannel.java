package dev.codecsmith.service.alerts.channels;

import dev.codecsmith.service.alerts.Alert;
import dev.codecsmith.service.alerts.AlertChannel;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/** E-mail to one address. */
final class MailChannel implements AlertChannel {
  private static final String PATIENCE_MILLIS = "20000";

  private final InternetAddress to;
  private final InternetAddress from;
  private final SmtpServer server;
  private final Optional<SSLSocketFactory> trust;

  /**
   * @param trust makes connections to servers whose certificates the JDK's own does not trust
   */
  MailChannel(
      InternetAddress to,
      InternetAddress from,
      SmtpServer server,
      Optional<SSLSocketFactory> trust) {
    this.to = to;
    this.from = from;
    this.server = server;
    this.trust = trust;
  }

  @Override
  public String name() {
    return "mail to " + to.getAddress() + " by " + server.host();
  }

  @Override
  public String id() {
    return ChannelIds.of("mail", to.getAddress());
  }

  @Override
  public void tell(Alert alert) throws IOException {
    Session session = Session.getInstance(properties());
    try (Transport transport = session.getTransport(protocol())) {
      MimeMessage message = message(alert, session);
      transport.connect(
          server.host(), server.port(), server.user().orElse(null), server.password().orElse(null));
      transport.sendMessage(message, message.getAllRecipients());
    } catch (MessagingException e) {
      throw new IOException(server + " did not take it: " + e, e);
    }
  }

  private MimeMessage message(Alert alert, Session session) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(from);
    message.setRecipient(Message.RecipientType.TO, to);
    message.setSubject("[codecsmith] " + alert.title(), StandardCharsets.UTF_8.name());
    message.setText(alert.title() + "\n\n" + alert.text() + "\n", StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(alert.time()));
    // So that no machine answers, as RFC 3834 has it.
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  private String protocol() {
    return server.tlsFromTheStart() ? "smtps" : "smtp";
  }

  private Properties properties() {
    String prefix = "mail." + protocol() + ".";
    Properties properties = new Properties();
    properties.setProperty(prefix + "connectiontimeout", PATIENCE_MILLIS);
    properties.setProperty(prefix + "timeout", PATIENCE_MILLIS);
    properties.setProperty(prefix + "writetimeout", PATIENCE_MILLIS);
    properties.setProperty(prefix + "auth", Boolean.toString(server.user().isPresent()));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.setProperty(prefix + "starttls.enable", "true");
    properties.setProperty(prefix + "starttls.required", Boolean.toString(!server.isLocal()));
    trust.ifPresent(factory -> properties.put(prefix + "ssl.socketFactory", factory));
    return properties;
  }
}

package dev.codecsmith.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TlsFaultsTest {
  private static Throwable caused(Throwable cause) {
    return new SSLHandshakeException("(certificate_unknown) wordy", cause);
  }

  @Test
  void theInnermostReasonIsTold() {
    assertThat(TlsFaults.sentence(caused(new CertPathBuilderException("unable"))))
        .hasValueSatisfying(said -> assertThat(said).contains("signed by nobody"));
    assertThat(
            TlsFaults.sentence(
                caused(
                    new CertPathBuilderException(
                        "unable", new CertificateExpiredException("NotAfter: yesterday")))))
        .hasValueSatisfying(said -> assertThat(said).contains("not valid now", "yesterday"));
    assertThat(
            TlsFaults.sentence(
                caused(
                    new CertificateException("No subject alternative DNS name matching a found."))))
        .hasValueSatisfying(said -> assertThat(said).contains("for another name", "matching a"));
    assertThat(
            TlsFaults.sentence(
                new SSLException(
                    "Unhandled",
                    new IllegalStateException(new InvalidAlgorithmParameterException("empty")))))
        .hasValueSatisfying(said -> assertThat(said).contains("no trusted certificate"));
    assertThat(
            TlsFaults.sentence(new SSLException("Unrecognized SSL message, plaintext connection?")))
        .hasValueSatisfying(said -> assertThat(said).contains("http://"));
  }

  @Test
  void whatIsNothingOfTlsIsTheCallersToTell() {
    assertThat(TlsFaults.sentence(new IOException("closed", new CertificateException("?"))))
        .isEmpty();
  }
}

package dev.codecsmith.cluster.server;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.temporal.serviceclient.SimpleSslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads what a connection by TLS needs. */
final class TlsContext {
  private TlsContext() {}

  /**
   * Reads the files.
   *
   * @throws IOException with a sentence if one cannot be read or is not what it must be
   */
  static SslContext of(ServerAddress.Tls tls) throws IOException {
    Optional<TrustManager> trusting =
        tls.authorities().isPresent()
            ? Optional.of(trusting(tls.authorities().get()))
            : Optional.empty();
    if (tls.identity().isEmpty()) {
      SimpleSslContextBuilder builder = SimpleSslContextBuilder.noKeyOrCertChain();
      trusting.ifPresent(builder::setTrustManager);
      return builder.build();
    }
    ServerAddress.Identity identity = tls.identity().get();
    try (InputStream certificate = open(identity.certificate());
        InputStream key = open(identity.key())) {
      SimpleSslContextBuilder builder = SimpleSslContextBuilder.forPKCS8(certificate, key);
      trusting.ifPresent(builder::setTrustManager);
      return builder.build();
    } catch (IllegalArgumentException | IOException e) {
      throw new IOException(
          "The certificate "
              + identity.certificate()
              + " and the key "
              + identity.key()
              + " cannot be used ("
              + e.getMessage()
              + "): both must be PEM files, the key in PKCS#8 without a password.",
          e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    try {
      return new ByteArrayInputStream(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IOException(file + " cannot be read", e);
    }
  }

  private static TrustManager trusting(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new GeneralSecurityException("there is none in it");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate each : found) {
        store.setCertificateEntry("authority " + number++, each);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers()[0];
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "The certificates in "
              + file
              + " cannot be used ("
              + e.getMessage()
              + "): give a PEM file.",
          e);
    }
  }
}

package dev.codecsmith.service.client;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyManagementException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What is wrong where no https connection comes about, for a person. */
public final class TlsFaults {
  private static final String TRUSTED =
      "the file that CODECSMITH_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE names, in full";

  private TlsFaults() {}

  /** A sentence; empty if it is nothing of TLS. */
  public static Optional<String> sentence(Throwable fault) {
    return Stream.iterate(fault, each -> each != null, Throwable::getCause)
        // The innermost says most.
        .reduce(Optional.<String>empty(), (known, each) -> of(each).or(() -> known), (_, b) -> b);
  }

  private static Optional<String> of(Throwable fault) {
    return switch (fault) {
      case CertificateExpiredException _, CertificateNotYetValidException _ ->
          Optional.of(
              "The server's certificate is not valid now ("
                  + fault.getMessage()
                  + "): renew it, or set this machine's clock.");
      case CertPathBuilderException _ ->
          Optional.of(
              "The server's certificate is signed by nobody who is trusted here: put it, or its"
                  + " authority's, into "
                  + TRUSTED
                  + ".");
      case InvalidAlgorithmParameterException _ ->
          Optional.of("There is no trusted certificate that can be read in " + TRUSTED + ".");
      case KeyManagementException _ ->
          Optional.of("Trusted certificates cannot be read: look at " + TRUSTED + ".");
      case CertificateException _ when isOfAnotherName(fault) ->
          Optional.of(
              "The server's certificate is for another name ("
                  + fault.getMessage()
                  + "): use a name that stands in it, or have it made for this one.");
      case SSLException _ when said(fault).contains("plaintext") ->
          Optional.of("It does not speak https: its address may begin with http://.");
      case SSLException _ ->
          Optional.of("No https connection comes about (" + fault.getMessage() + ").");
      default -> Optional.empty();
    };
  }

  private static boolean isOfAnotherName(Throwable fault) {
    return said(fault).startsWith("No subject alternative")
        || said(fault).startsWith("No name matching");
  }

  private static String said(Throwable fault) {
    return String.valueOf(fault.getMessage());
  }
}

package dev.codecsmith.cluster.server;

import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.sandbox.InfrastructureException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a call that a Temporal server did not answer means. */
public final class TemporalFaults {
  private TemporalFaults() {}

  /**
   * As a fault of the machine: one that may pass is that of a job whose server is away, to be asked
   * for anew when it is back; others, such as a namespace that is not there or a certificate that
   * is not trusted, are lasting.
   */
  public static InfrastructureException of(ServerAddress server, @Nullable Throwable cause) {
    Optional<Status> status = status(cause);
    String message = sentence(server, cause);
    if (distrust(cause).isPresent() || status.filter(each -> !passes(each)).isPresent()) {
      return InfrastructureException.lasting(message, cause);
    }
    return cause == null ? new JobLostException(message) : new JobLostException(message, cause);
  }

  /** What is wrong, in a sentence. */
  public static String sentence(ServerAddress server, @Nullable Throwable cause) {
    Optional<Throwable> distrust = distrust(cause);
    if (distrust.isPresent()) {
      return "The Temporal server "
          + server
          + " shows a certificate that is not trusted here ("
          + distrust.get().getMessage()
          + "); name a file with the certificates of who vouches for it with --cluster-ca.";
    }
    Optional<Status> status = status(cause);
    String said =
        status
            .map(each ->
                Optional.ofNullable(each.getDescription())
                    .orElseGet(() -> each.getCode().toString()))
            .orElseGet(() -> String.valueOf(cause));
    String what =
        switch (status.map(Status::getCode).orElse(Status.Code.UNKNOWN)) {
          case UNAVAILABLE, DEADLINE_EXCEEDED -> " does not answer";
          case UNAUTHENTICATED, PERMISSION_DENIED ->
              " does not let this process in; look at the API key or the certificate";
          case NOT_FOUND -> " has no such namespace; make it there, or name another";
          default -> " does not do what is asked of it";
        };
    return "The Temporal server " + server + what + " (" + said + ").";
  }

  /** What the server answered, where it did. */
  public static Optional<Status> status(@Nullable Throwable cause) {
    Throwable each = cause;
    while (each != null) {
      if (each instanceof StatusRuntimeException answered) {
        return Optional.of(answered.getStatus());
      }
      each = each.getCause();
    }
    return Optional.empty();
  }

  /** Why the connection was given up here, where that was for the certificate of the server. */
  private static Optional<Throwable> distrust(@Nullable Throwable cause) {
    // The last says it without the names of classes that led there.
    Optional<Throwable> last = Optional.empty();
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof CertificateException || each instanceof CertPathBuilderException) {
        last = Optional.of(each);
      }
    }
    return last;
  }

  private static boolean passes(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE,
          DEADLINE_EXCEEDED,
          RESOURCE_EXHAUSTED,
          CANCELLED,
          ABORTED,
          INTERNAL,
          UNKNOWN ->
          true;
      default -> false;
    };
  }
}

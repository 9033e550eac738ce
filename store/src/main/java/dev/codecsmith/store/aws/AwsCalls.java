package dev.codecsmith.store.aws;

import dev.codecsmith.store.StoreException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes calls of one server and says what their faults mean. The SDK has tried again what may pass
 * (throttling, a server's own fault, a cut connection), by its own policy, before a fault gets
 * here.
 *
 * <p>A call is finished although its thread is interrupted; the interrupt is still there behind it.
 * An interrupt is how a person's stop reaches this program, and what was done up to then is to be
 * stored.
 */
public final class AwsCalls {
  private static final Set<String> REFUSED =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AllAccessDisabled",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "InvalidToken",
          "MissingAuthenticationTokenException",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int SERVER_FAULT = 500;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int BUSY = 429;

  private final String place;
  private final String kind;

  /**
   * Calls of one server.
   *
   * @param kind {@code table} or {@code bucket}
   * @param place what is there, for messages, such as {@code the table experiments}
   */
  public AwsCalls(String kind, String place) {
    this.kind = kind;
    this.place = place;
  }

  /** A call of the SDK. */
  @FunctionalInterface
  public interface Call<T> {
    T make();
  }

  /**
   * Makes a call.
   *
   * @throws StoreException if it fails; what the callers themselves handle is thrown as it is
   */
  public <T> T make(Call<T> call) throws StoreException {
    return make(call, Set.of());
  }

  /**
   * Makes a call, some faults of which are answers.
   *
   * @param answers these are thrown as they are
   */
  public <T> T make(Call<T> call, Set<Class<? extends SdkException>> answers)
      throws StoreException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return call.make();
        } catch (AbortedException _) {
          // Whether it was carried out is not known; every call here may be made twice.
          interrupted = true;
          boolean _ = Thread.interrupted();
        } catch (SdkException e) {
          if (answers.stream().anyMatch(answer -> answer.isInstance(e))) {
            throw e;
          }
          throw fault(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The fault in a sentence, lasting where trying again would be in vain. */
  public StoreException fault(SdkException fault) {
    return fault instanceof AwsServiceException answered ? answered(answered) : unanswered(fault);
  }

  private StoreException answered(AwsServiceException fault) {
    String code = code(fault);
    int status = fault.statusCode();
    if (REFUSED.contains(code) || (status == FORBIDDEN && !fault.isThrottlingException())) {
      return StoreException.lasting(
          place
              + " refuses the credentials ("
              + reason(fault)
              + "): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile or role, that may"
              + " read and write it",
          fault);
    }
    if (fault.isThrottlingException() || status == BUSY || passes(status)) {
      return StoreException.away(
          place
              + " does not take more requests now, or its server failed ("
              + reason(fault)
              + "): try again",
          fault);
    }
    if (isMissing(code) || (status == NOT_FOUND && code.isEmpty())) {
      return StoreException.lasting(
          place
              + " does not exist: make it with codecsmith store init, or correct the name of the "
              + kind
              + ", the endpoint or the region in --store",
          fault);
    }
    return StoreException.lasting(
        place + " does not take a request of this program (" + reason(fault) + ")", fault);
  }

  private static boolean passes(int status) {
    return status >= SERVER_FAULT && status != NOT_IMPLEMENTED;
  }

  private static boolean isMissing(String code) {
    return code.equals("ResourceNotFoundException") || code.equals("NoSuchBucket");
  }

  private static String code(AwsServiceException fault) {
    return fault.awsErrorDetails() == null || fault.awsErrorDetails().errorCode() == null
        ? ""
        : fault.awsErrorDetails().errorCode();
  }

  private static String reason(AwsServiceException fault) {
    String said = fault.awsErrorDetails() == null ? null : fault.awsErrorDetails().errorMessage();
    String code = code(fault);
    String words = said == null || said.isBlank() ? "status " + fault.statusCode() : said;
    return code.isEmpty() || code.equals(words) ? words : code + ": " + words;
  }

  private StoreException unanswered(SdkException fault) {
    String said = String.valueOf(fault.getMessage());
    if (said.contains("Unable to load credentials") || said.contains("Profile file contained")) {
      return StoreException.lasting(
          "there are no credentials for "
              + place
              + ": set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile or role",
          fault);
    }
    return StoreException.away(
        place
            + " cannot be reached ("
            + said
            + "): check the network and the endpoint in --store, then try again",
        fault);
  }
}

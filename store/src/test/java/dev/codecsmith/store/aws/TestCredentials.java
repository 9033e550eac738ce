package dev.codecsmith.store.aws;

/** The credentials of the servers of the tests, where the SDK's usual chain looks first. */
public final class TestCredentials {
  public static final String ID = "test-id";
  public static final String SECRET = "test-secret";

  private TestCredentials() {}

  public static void set() {
    set(ID, SECRET);
  }

  public static void set(String id, String secret) {
    System.setProperty("aws.accessKeyId", id);
    System.setProperty("aws.secretAccessKey", secret);
  }
}

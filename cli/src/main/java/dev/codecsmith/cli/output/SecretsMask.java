package dev.codecsmith.cli.output;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is logged, wherever they come from: those that this process was given,
 * those of its environment, and what looks like one.
 */
public final class SecretsMask {
  private static final String MASK = "***";

  /** A shorter one would hide words that are none. */
  private static final int LEAST_LENGTH = 8;

  private static final Pattern NAMES =
      Pattern.compile("(?i).*(KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL).*");

  /** Credentials in headers, addresses and links; what stands before them stays. */
  private static final Pattern FORMS =
      Pattern.compile(
          "(?i)(\\bBearer\\s+|\\bx-api-key[\"':=\\s]+|://[^/\\s:@]{1,100}:(?=[^/\\s@]{1,200}@)"
              + "|\\bX-Amz-(?:Signature|Credential|Security-Token)=)[^&\\s\"'@]+");

  private static final List<String> KNOWN = new CopyOnWriteArrayList<>();

  static {
    knowAll(System.getenv());
  }

  private SecretsMask() {}

  /** From now on this text is in no log. */
  public static void know(String secret) {
    String plain = secret.strip();
    if (plain.length() >= LEAST_LENGTH && !KNOWN.contains(plain)) {
      KNOWN.add(plain);
    }
  }

  /** The values of variables whose names say that they are secret. */
  static void knowAll(Map<String, String> environment) {
    environment.forEach((name, value) -> {
      if (NAMES.matcher(name).matches()) {
        know(value);
      }
    });
  }

  public static String masked(String text) {
    String masked = text;
    for (String secret : KNOWN) {
      masked = masked.replace(secret, MASK);
    }
    return FORMS.matcher(masked).replaceAll("$1" + MASK);
  }
}

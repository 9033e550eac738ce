package dev.codecsmith.cli;

import java.util.Arrays;
import java.util.Objects;

/** The {@code codecsmith} command. */
public final class Codecsmith {
  private Codecsmith() {}

  /**
   * Runs one command.
   *
   * @param args the command line: {@code --version}, anything else shows the help
   */
  public static void main(String[] args) {
    VectorModule.load();
    if (Arrays.asList(args).contains("--version")) {
      String version = Codecsmith.class.getPackage().getImplementationVersion();
      System.out.println("codecsmith " + Objects.requireNonNullElse(version, "(not packaged)"));
    } else {
      System.out.println("Usage: codecsmith [--version]");
    }
  }
}

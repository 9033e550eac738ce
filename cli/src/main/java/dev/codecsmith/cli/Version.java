package dev.codecsmith.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as built. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"codecsmith " + number()};
  }

  static String number() {
    String version = Codecsmith.class.getPackage().getImplementationVersion();
    return version == null ? "(unpacked)" : version;
  }
}

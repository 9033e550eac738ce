package dev.codecsmith.cluster.client;

/** Nobody is told. */
final class Silent implements FleetListener {
  @Override
  public void up(String about) {}

  @Override
  public void down(String reason) {}

  @Override
  public void waiting() {}
}

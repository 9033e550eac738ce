package dev.codecsmith.service.alerts.channels;

import org.apache.commons.codec.digest.DigestUtils;

/** Names of channels that say nothing of their addresses, which may be secrets. */
final class ChannelIds {
  private static final int DIGITS = 12;

  private ChannelIds() {}

  static String of(String kind, String address) {
    return kind + "-" + DigestUtils.sha256Hex(address).substring(0, DIGITS);
  }
}

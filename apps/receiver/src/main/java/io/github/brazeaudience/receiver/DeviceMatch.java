package io.github.brazeaudience.receiver;

import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The device identities of {@code --device-match}.
 *
 * @param aliases the aliases that are looked for, in order
 */
record DeviceMatch(List<DeviceAlias> aliases) {
  static DeviceMatch parse(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).equals("none")) {
      return new DeviceMatch(List.of());
    }
    return new DeviceMatch(
        Stream.of(text.split(",", -1))
            .map(part -> DeviceAlias.of(DeviceIdentityType.parse(part.strip())))
            .toList());
  }
}

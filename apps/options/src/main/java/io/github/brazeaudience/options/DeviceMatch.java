package io.github.brazeaudience.options;

import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Value of {@code --device-match}: {@code idfa,android_id} or {@code none}.
 *
 * @param aliases the aliases, in the order of the option
 */
public record DeviceMatch(List<DeviceAlias> aliases) {
  static DeviceMatch parse(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).equals("none")) {
      return new DeviceMatch(List.of());
    }
    List<DeviceAlias> aliases = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      DeviceIdentityType type =
          DeviceIdentityType.find(part.strip())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "\"%s\" is not a device identity; write some of %s, or none"
                              .formatted(part.strip(), names())));
      aliases.add(DeviceAlias.of(type));
    }
    return new DeviceMatch(aliases);
  }

  private static String names() {
    List<String> names = new ArrayList<>();
    for (DeviceIdentityType type : DeviceIdentityType.values()) {
      names.add(type.name().toLowerCase(Locale.ROOT));
    }
    return String.join(", ", names);
  }
}

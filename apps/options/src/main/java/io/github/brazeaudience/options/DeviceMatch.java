package io.github.brazeaudience.options;

import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Value of {@code --device-match}: {@code idfa,android_id}, {@code lookup}, {@code
 * lookup,idfa,android_id} or {@code none}.
 *
 * @param lookup true if devices are looked up before they are matched by alias
 * @param aliases the aliases, in the order of the option
 */
public record DeviceMatch(boolean lookup, List<DeviceAlias> aliases) {
  private static final String LOOKUP = "lookup";

  static DeviceMatch parse(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).equals("none")) {
      return new DeviceMatch(false, List.of());
    }
    List<String> parts = List.of(text.split(",", -1));
    boolean lookup = isLookup(parts.get(0));
    List<DeviceAlias> aliases = new ArrayList<>();
    for (String part : parts.subList(lookup ? 1 : 0, parts.size())) {
      if (isLookup(part)) {
        throw new IllegalArgumentException(
            "\"lookup\" can only be the first; write it once, before the device identities");
      }
      DeviceIdentityType type =
          DeviceIdentityType.find(part.strip())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "\"%s\" is not a device identity; write some of %s, or lookup, or none"
                              .formatted(part.strip(), names())));
      aliases.add(DeviceAlias.of(type));
    }
    return new DeviceMatch(lookup, aliases);
  }

  private static boolean isLookup(String part) {
    return part.strip().toLowerCase(Locale.ROOT).equals(LOOKUP);
  }

  private static String names() {
    List<String> names = new ArrayList<>();
    for (DeviceIdentityType type : DeviceIdentityType.values()) {
      names.add(type.name().toLowerCase(Locale.ROOT));
    }
    return String.join(", ", names);
  }
}
